import type { Operation } from '../operation.ts';
import { commandName, compare, publishedNames, requiredActions, restOperations } from './model.ts';

/**
 * `/v1/chime/chime.json`, in the form of AWS's service reference information
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html), so that tools which read
 * `servicereference.us-east-1.amazonaws.com` can read this server.
 */
export function serviceReference(operations: readonly Operation[]): object {
  const rest = restOperations(operations);
  return {
    Name: 'chime',
    Actions: rest.flatMap(({ action }) => (action ? [describeAction(action.name, action.access)] : [])),
    ConditionKeys: [],
    Operations: rest
      .flatMap((operation) => publishedNames(operation).map((name) => describeOperation(name, operation)))
      .toSorted((a, b) => compare(a.Name, b.Name)),
    Resources: [],
    Version: 'v1.4',
  };
}

function describeAction(name: string, access: string): object {
  return {
    Name: name,
    Annotations: {
      Properties: {
        IsList: access === 'List',
        IsPermissionManagement: access === 'Permissions management',
        IsTaggingOnly: access === 'Tagging',
        IsWrite: access === 'Write',
      },
    },
    SupportedBy: { 'IAM Access Analyzer Policy Generation': false, 'IAM Action Last Accessed': false },
  };
}

function describeOperation(name: string, operation: Operation): { Name: string; AuthorizedActions: object[]; SDK: object[] } {
  return {
    Name: name,
    AuthorizedActions: requiredActions(operation).map((action) => {
      const [Service, Name] = action.split(':');
      return { Name, Service };
    }),
    SDK: [{ Name: 'chime', Method: commandName(name, '_'), Package: 'Boto3' }],
  };
}
