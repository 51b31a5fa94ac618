import type { Operation } from '../../operation.ts';
import { AcceptDelegate } from './AcceptDelegate.ts';
import { ActivateUsers } from './ActivateUsers.ts';
import { AddDomain } from './AddDomain.ts';
import { AddOrUpdateGroups } from './AddOrUpdateGroups.ts';
import { AssociateSigninDelegateGroupsWithAccount } from './AssociateSigninDelegateGroupsWithAccount.ts';
import { AuthorizeDirectory } from './AuthorizeDirectory.ts';
import { BatchUpdateUser } from './BatchUpdateUser.ts';
import { CheckDomain } from './CheckDomain.ts';
import { ConnectDirectory } from './ConnectDirectory.ts';
import { CreateAccount } from './CreateAccount.ts';
import { CreateApiKey } from './CreateApiKey.ts';
import { CreateCDRBucket } from './CreateCDRBucket.ts';
import { CreateUser } from './CreateUser.ts';
import { DeleteAccount } from './DeleteAccount.ts';
import { DeleteAccountOpenIdConfig } from './DeleteAccountOpenIdConfig.ts';
import { DeleteApiKey } from './DeleteApiKey.ts';
import { DeleteCDRBucket } from './DeleteCDRBucket.ts';
import { DeleteDelegate } from './DeleteDelegate.ts';
import { DeleteDomain } from './DeleteDomain.ts';
import { DeleteGroups } from './DeleteGroups.ts';
import { DisassociateSigninDelegateGroupsFromAccount } from './DisassociateSigninDelegateGroupsFromAccount.ts';
import { DisconnectDirectory } from './DisconnectDirectory.ts';
import { GetAccount } from './GetAccount.ts';
import { GetAccountResource } from './GetAccountResource.ts';
import { GetAccountSettings } from './GetAccountSettings.ts';
import { GetAccountWithOpenIdConfig } from './GetAccountWithOpenIdConfig.ts';
import { GetCDRBucket } from './GetCDRBucket.ts';
import { GetDomain } from './GetDomain.ts';
import { GetGlobalSettings } from './GetGlobalSettings.ts';
import { GetMeetingDetail } from './GetMeetingDetail.ts';
import { GetOutboxMessage } from './GetOutboxMessage.ts';
import { GetRetentionSettings } from './GetRetentionSettings.ts';
import { GetSupportDiagnostics } from './GetSupportDiagnostics.ts';
import { GetUser } from './GetUser.ts';
import { GetUserActivityReportData } from './GetUserActivityReportData.ts';
import { GetUserByEmail } from './GetUserByEmail.ts';
import { GetUserSettings } from './GetUserSettings.ts';
import { InviteDelegate } from './InviteDelegate.ts';
import { InviteUsers } from './InviteUsers.ts';
import { ListAccountUsageReportData } from './ListAccountUsageReportData.ts';
import { ListAccounts } from './ListAccounts.ts';
import { ListApiKeys } from './ListApiKeys.ts';
import { ListCDRBucket } from './ListCDRBucket.ts';
import { ListDelegates } from './ListDelegates.ts';
import { ListDirectories } from './ListDirectories.ts';
import { ListDomains } from './ListDomains.ts';
import { ListGroups } from './ListGroups.ts';
import { ListMeetingEvents } from './ListMeetingEvents.ts';
import { ListMeetingsReportData } from './ListMeetingsReportData.ts';
import { ListOutboxMessages } from './ListOutboxMessages.ts';
import { ListReceivedDelegates } from './ListReceivedDelegates.ts';
import { ListScimExchanges } from './ListScimExchanges.ts';
import { ListSupportRequests } from './ListSupportRequests.ts';
import { ListUsers } from './ListUsers.ts';
import { LogoutUser } from './LogoutUser.ts';
import { PutRetentionSettings } from './PutRetentionSettings.ts';
import { RenameAccount } from './RenameAccount.ts';
import { RenewDelegate } from './RenewDelegate.ts';
import { ResetAccountResource } from './ResetAccountResource.ts';
import { ResetPersonalPin } from './ResetPersonalPin.ts';
import { RetrieveDataExports } from './RetrieveDataExports.ts';
import { StartDataExport } from './StartDataExport.ts';
import { SubmitSupportRequest } from './SubmitSupportRequest.ts';
import { SuspendUsers } from './SuspendUsers.ts';
import { UnauthorizeDirectory } from './UnauthorizeDirectory.ts';
import { UpdateAccount } from './UpdateAccount.ts';
import { UpdateAccountOpenIdConfig } from './UpdateAccountOpenIdConfig.ts';
import { UpdateAccountResource } from './UpdateAccountResource.ts';
import { UpdateAccountSettings } from './UpdateAccountSettings.ts';
import { UpdateCDRBucket } from './UpdateCDRBucket.ts';
import { UpdateGlobalSettings } from './UpdateGlobalSettings.ts';
import { UpdateSupportedLicenses } from './UpdateSupportedLicenses.ts';
import { UpdateUser } from './UpdateUser.ts';
import { UpdateUserLicenses } from './UpdateUserLicenses.ts';
import { UpdateUserSettings } from './UpdateUserSettings.ts';
import { ValidateAccountResource } from './ValidateAccountResource.ts';

/** Every operation of the Chime service, sorted by name. */
export const chimeOperations = [
  AcceptDelegate,
  ActivateUsers,
  AddDomain,
  AddOrUpdateGroups,
  AssociateSigninDelegateGroupsWithAccount,
  AuthorizeDirectory,
  BatchUpdateUser,
  CheckDomain,
  ConnectDirectory,
  CreateAccount,
  CreateApiKey,
  CreateCDRBucket,
  CreateUser,
  DeleteAccount,
  DeleteAccountOpenIdConfig,
  DeleteApiKey,
  DeleteCDRBucket,
  DeleteDelegate,
  DeleteDomain,
  DeleteGroups,
  DisassociateSigninDelegateGroupsFromAccount,
  DisconnectDirectory,
  GetAccount,
  GetAccountResource,
  GetAccountSettings,
  GetAccountWithOpenIdConfig,
  GetCDRBucket,
  GetDomain,
  GetGlobalSettings,
  GetMeetingDetail,
  GetOutboxMessage,
  GetRetentionSettings,
  GetSupportDiagnostics,
  GetUser,
  GetUserActivityReportData,
  GetUserByEmail,
  GetUserSettings,
  InviteDelegate,
  InviteUsers,
  ListAccountUsageReportData,
  ListAccounts,
  ListApiKeys,
  ListCDRBucket,
  ListDelegates,
  ListDirectories,
  ListDomains,
  ListGroups,
  ListMeetingEvents,
  ListMeetingsReportData,
  ListOutboxMessages,
  ListReceivedDelegates,
  ListScimExchanges,
  ListSupportRequests,
  ListUsers,
  LogoutUser,
  PutRetentionSettings,
  RenameAccount,
  RenewDelegate,
  ResetAccountResource,
  ResetPersonalPin,
  RetrieveDataExports,
  StartDataExport,
  SubmitSupportRequest,
  SuspendUsers,
  UnauthorizeDirectory,
  UpdateAccount,
  UpdateAccountOpenIdConfig,
  UpdateAccountResource,
  UpdateAccountSettings,
  UpdateCDRBucket,
  UpdateGlobalSettings,
  UpdateSupportedLicenses,
  UpdateUser,
  UpdateUserLicenses,
  UpdateUserSettings,
  ValidateAccountResource,
] as const satisfies readonly Operation[];
