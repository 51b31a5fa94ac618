import { z } from 'zod';
import { timestamp } from './common.ts';

/** As the caller writes it, in Unicode or ASCII; whether a name of this form is a registrable domain is the operation's question. */
export const domainName = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[^\s/@]+$/)
  .meta({ id: 'DomainName' });

const domainStatus = z.enum(['PendingVerification', 'Verified', 'Failed', 'VerificationLost']).meta({ id: 'DomainStatus' });

/** The TXT record that proves a claim: random, per account and domain, never reused. */
const VerificationRecord = z
  .object({
    Name: z.string().describe('Full name of the record, such as _carillon-challenge.example.com.'),
    Type: z.enum(['TXT']).meta({ id: 'VerificationRecordType' }),
    Value: z.string(),
  })
  .meta({ id: 'VerificationRecord' });

const DomainServerAnswer = z
  .object({
    Server: z.string().describe('Host name of the authoritative server that was asked.'),
    Address: z.string().optional(),
    Outcome: z.enum(['Found', 'Missing', 'Refused', 'ServerFailure', 'Timeout']).meta({ id: 'DomainServerOutcome' }),
    Values: z.array(z.string()).describe('The TXT values that the server answered, each joined from its chunks.'),
  })
  .meta({ id: 'DomainServerAnswer' });

export const DomainCheck = z
  .object({
    CheckedAt: timestamp,
    Diagnosis: z
      .enum([
        'RecordFound',
        'RecordMissing',
        'DomainMissing',
        'HostDoubled',
        'ValueQuotedOrBlank',
        'CnameInTheWay',
        'OldToken',
        'SomeServersOnly',
        'ServerFailure',
        'Timeout',
      ])
      .meta({ id: 'DomainDiagnosis' }),
    Message: z.string().describe('What was found and what to do next.'),
    Servers: z.array(DomainServerAnswer),
  })
  .meta({ id: 'DomainCheck' });

/** A domain as an account claims it. */
export const Domain = z
  .object({
    DomainName: z.string(),
    AccountId: z.string(),
    Status: domainStatus,
    VerificationRecord,
    CreatedTimestamp: timestamp,
    VerifiedAt: timestamp.optional(),
    ProofMissingSince: timestamp
      .describe('Set while a verified domain lacks its record: a warning after 7 days, VerificationLost after 30.')
      .optional(),
    LastCheck: DomainCheck.optional(),
    NextCheckAt: timestamp.optional(),
  })
  .meta({ id: 'Domain' });

/** Whom the removal of a domain reaches. */
export const DomainRemoval = z
  .object({
    UsersReleased: z.int().describe('Registered users who lose access and may start anew elsewhere.'),
    UsersStillSuspended: z.int(),
    ProfilesRemoved: z.int().describe('Users managed by a directory or identity provider.'),
    SecondaryAddressesRemoved: z.int(),
    SessionsEnded: z.int(),
  })
  .meta({ id: 'DomainRemoval' });
