/** How serious a finding is, in the words of the Access Analyzer API (`findingType`). */
export type Severity = 'ERROR' | 'SECURITY_WARNING' | 'SUGGESTION' | 'WARNING';

/**
 * Every finding: its code, severity and message. Codes and wording are those of the IAM User Guide, "IAM policy validation
 * check reference", except the last group, which exists only here. AWS flags private addresses under aws:SourceIp
 * (PRIVATE_IP_ADDRESS and three like it); a self-hosted service sees private addresses every day, so they are left out.
 */
export const findingTable = {
  DATA_TYPE_MISMATCH: ['ERROR', 'The text does not match the expected JSON data type {}.'],
  ARN_ACCOUNT_NOT_ALLOWED: ['ERROR', 'The service {} does not support specifying an account ID in the resource ARN.'],
  ARN_REGION_NOT_ALLOWED: ['ERROR', 'The service {} does not support specifying a Region in the resource ARN.'],
  EMPTY_VARIABLE: ['ERROR', 'Empty policy variable. Remove the variable structure or provide a variable within the structure.'],
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: [
    'ERROR',
    'The condition key {} appears more than once with different capitalization in the same condition block. Remove the duplicate condition keys.',
  ],
  INVALID_ACTION: ['ERROR', 'The action {} does not exist.{}'],
  INVALID_ARN_ACCOUNT: ['ERROR', 'The resource ARN account ID {} is not valid. Provide a 12-digit account ID.'],
  INVALID_ARN_PREFIX: ['ERROR', 'Add the required prefix (arn) to the resource ARN, or use "*".'],
  INVALID_ARN_RESOURCE: ['ERROR', 'Resource ARN does not match the expected ARN format. Update the resource portion of the ARN.'],
  INVALID_ARN_SERVICE_CASE: ['ERROR', 'Update the service name {} in the resource ARN to use all lowercase letters.'],
  INVALID_CONDITION_DATA_TYPE: ['ERROR', 'The condition value data types do not match. Use condition values of the same JSON data type.'],
  INVALID_CONDITION_KEY_FORMAT: ['ERROR', 'The condition key format is not valid. Use the format service:keyname.'],
  INVALID_CONDITION_MULTIPLE_BOOLEAN: [
    'ERROR',
    'The condition key {} does not support multiple Boolean values. Use a single Boolean value.',
  ],
  INVALID_CONDITION_OPERATOR: ['ERROR', 'The condition operator {} is not valid. Use a valid condition operator.'],
  INVALID_EFFECT: ['ERROR', 'The effect {} is not valid. Use Allow or Deny.'],
  INVALID_GLOBAL_CONDITION_KEY: ['ERROR', 'The condition key {} does not exist. Use a valid condition key.'],
  INVALID_PARTITION: ['ERROR', 'The resource ARN does not support the partition {}. Use the supported values: aws, aws-cn, aws-us-gov.'],
  INVALID_POLICY_ELEMENT: ['ERROR', 'The policy element {} is not valid.'],
  INVALID_PRINCIPAL_FORMAT: ['ERROR', 'The Principal element contents are not valid. Specify a key-value pair in the Principal element.'],
  INVALID_PRINCIPAL_KEY: ['ERROR', 'The principal key {} is not valid.'],
  INVALID_SERVICE: ['ERROR', 'The service {} does not exist. Use a valid service name.'],
  INVALID_SERVICE_CONDITION_KEY: ['ERROR', 'The condition key {} does not exist in the {} service. Use a valid condition key.'],
  INVALID_SERVICE_IN_ACTION: ['ERROR', 'The service {} specified in the action does not exist.{}'],
  INVALID_SERVICE_PRINCIPAL_FORMAT: ['ERROR', 'The service principal {} does not match the expected format. Use the format {}.'],
  INVALID_VARIABLE_FOR_OPERATOR: ['ERROR', 'Policy variables can only be used with String and ARN operators.'],
  INVALID_VERSION: ['ERROR', 'The version {} is not valid. Use one of the following versions: 2012-10-17, 2008-10-17'],
  JSON_SYNTAX_ERROR: ['ERROR', 'Fix the JSON syntax error: {}'],
  MISSING_ACTION: ['ERROR', 'Add an Action or NotAction element to the policy statement.'],
  MISSING_ARN_FIELD: [
    'ERROR',
    'Resource ARNs must include at least 6 fields in the following structure: arn:partition:service:region:account:resource',
  ],
  MISSING_ARN_REGION: ['ERROR', 'Add a Region to the {} resource ARN.'],
  MISSING_BRACE_IN_VARIABLE: ['ERROR', 'The policy variable is missing a closing curly brace. Add } after the variable text.'],
  MISSING_EFFECT: ['ERROR', 'Add an Effect element to the policy statement with a value of Allow or Deny.'],
  MISSING_PRINCIPAL: ['ERROR', 'Add a Principal element to the policy statement.'],
  MISSING_QUALIFIER: [
    'ERROR',
    'The request context key {} has multiple values. Use the ForAllValues or ForAnyValue condition key qualifiers in your policy.',
  ],
  MISSING_QUOTE_IN_VARIABLE: ['ERROR', 'The policy variable default value must begin and end with a single quote. Add the missing quote.'],
  MISSING_RESOURCE: ['ERROR', 'Add a Resource or NotResource element to the policy statement.'],
  MISSING_STATEMENT: ['ERROR', 'Add a statement to the policy'],
  MISSING_TAG_KEY_IN_CONDITION: [
    'ERROR',
    'The condition key {} must include a tag key to control access based on tags. Use the format {}/tag-key and specify a key name for tag-key.',
  ],
  NULL_WITH_IF_EXISTS: ['ERROR', 'The Null condition operator cannot be used with the IfExists suffix. Update the operator or the suffix.'],
  POLICY_SIZE_EXCEEDS_SCP_QUOTA: [
    'ERROR',
    'The {} characters in the service control policy (SCP) exceed the {} character maximum for SCPs. We recommend that you use multiple granular policies.',
  ],
  SCP_SYNTAX_ERROR_PRINCIPAL: ['ERROR', 'SCPs do not support specifying principals. Remove the Principal or NotPrincipal element.'],
  UNIQUE_SIDS_REQUIRED: ['ERROR', 'Duplicate statement IDs are not supported for this policy type. Update the Sid value.'],
  UNSUPPORTED_ELEMENT_COMBINATION: [
    'ERROR',
    'The policy elements {} and {} can not be used in the same statement. Remove one of these elements.',
  ],
  UNSUPPORTED_PRINCIPAL: ['ERROR', 'The policy type does not support the Principal element. Remove the Principal element.'],
  UNSUPPORTED_SID: ['ERROR', 'Update the characters in the Sid element to use one of the following character types: [a-z, A-Z, 0-9]'],
  UNSUPPORTED_SPACE_IN_VARIABLE: ['ERROR', 'A space is not supported within the policy variable text. Remove the space.'],
  UNSUPPORTED_SYMBOL_IN_VARIABLE: ['ERROR', 'The symbol is not supported within the policy variable text. Remove the symbol.'],
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: [
    'ERROR',
    'Wildcards (*, ?) are not supported with the principal key {}. Replace the wildcard with a valid principal value.',
  ],
  VARIABLE_UNSUPPORTED_IN_ELEMENT: [
    'ERROR',
    'Policy variables are supported in the Resource and Condition elements. Remove the policy variable {} from this element.',
  ],
  VARIABLE_UNSUPPORTED_IN_VERSION: ['ERROR', 'To include variables in your policy, use the policy version 2012-10-17 or later.'],

  ALLOW_WITH_NOT_PRINCIPAL: [
    'SECURITY_WARNING',
    'Using Allow with NotPrincipal can be overly permissive. We recommend that you use Principal instead.',
  ],
  DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [
    'SECURITY_WARNING',
    "Using the effect Deny with NotAction and the tag condition key {} can be overly permissive because some service actions are not denied by this statement. This is because the condition key doesn't apply to some service actions. We recommend that you use Action instead of NotAction.",
  ],
  DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [
    'SECURITY_WARNING',
    'Using the effect Deny with the tag condition key {} and actions for services with the following prefixes can be overly permissive: {}. Actions for the listed services are not denied by this statement. We recommend that you move these actions to a different statement without this condition key.',
  ],
  FORALLVALUES_WITH_SINGLE_VALUED_KEY: [
    'SECURITY_WARNING',
    'Using ForAllValues qualifier with the single-valued condition key {} can be overly permissive. We recommend that you remove ForAllValues:.',
  ],
  PASS_ROLE_WITH_NOT_RESOURCE: [
    'SECURITY_WARNING',
    'Using the iam:PassRole action with NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs instead.',
  ],
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: [
    'SECURITY_WARNING',
    'Using an action with a wildcard (*) and NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs instead.',
  ],
  PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: [
    'SECURITY_WARNING',
    'Using NotAction with NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs instead.',
  ],
  PASS_ROLE_WITH_STAR_IN_RESOURCE: [
    'SECURITY_WARNING',
    'Using the iam:PassRole action with wildcards (*) in the resource can be overly permissive because it allows iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.',
  ],
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: [
    'SECURITY_WARNING',
    'Using wildcards (*) in the action and the resource can be overly permissive because it allows iam:PassRole permissions on all resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.',
  ],
  PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: [
    'SECURITY_WARNING',
    'Using a resource with wildcards (*) and NotAction can be overly permissive because it allows iam:PassRole permissions on all resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.',
  ],

  CREATE_SLR_WITH_NOT_RESOURCE: [
    'WARNING',
    'Using the iam:CreateServiceLinkedRole action with NotResource can allow creation of unintended service-linked roles for multiple resources. We recommend that you specify resource ARNs instead.',
  ],
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: [
    'WARNING',
    'Using an action with a wildcard(*) and NotResource can allow creation of unintended service-linked roles because it can allow iam:CreateServiceLinkedRole permissions on multiple resources. We recommend that you specify resource ARNs instead.',
  ],
  CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: [
    'WARNING',
    'Using NotAction with NotResource can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on multiple resources. We recommend that you specify resource ARNs instead.',
  ],
  CREATE_SLR_WITH_STAR_IN_RESOURCE: [
    'WARNING',
    'Using the iam:CreateServiceLinkedRole action with wildcards (*) in the resource can allow creation of unintended service-linked roles. We recommend that you specify resource ARNs instead.',
  ],
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: [
    'WARNING',
    'Using wildcards (*) in the action and the resource can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on all resources. We recommend that you specify resource ARNs instead.',
  ],
  CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: [
    'WARNING',
    'Using a resource with wildcards (*) and NotAction can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on all resources. We recommend that you specify resource ARNs instead.',
  ],
  DEPRECATED_GLOBAL_CONDITION_KEY: [
    'WARNING',
    'We recommend that you update {} to use the newer condition keys aws:PrincipalArn or aws:SourceArn.',
  ],
  INVALID_DATE_VALUE: ['WARNING', 'The date {} might not resolve as expected. We recommend that you use the YYYY-MM-DD format.'],
  INVALID_ROLE_REFERENCE: ['WARNING', 'The Principal element includes the IAM role ID {}. We recommend that you use a role ARN instead.'],
  INVALID_USER_REFERENCE: ['WARNING', 'The Principal element includes the IAM user ID {}. We recommend that you use a user ARN instead.'],
  MISSING_VERSION: ['WARNING', 'We recommend that you specify the Version element to help you with debugging permission issues.'],
  POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: [
    'WARNING',
    'The {} characters in the identity policy, excluding whitespace, exceed the {} character maximum for inline and managed policies. We recommend that you use multiple granular policies.',
  ],
  TYPE_MISMATCH: ['WARNING', 'Use the operator type {} instead of operator {} for the condition key {}.'],
  TYPE_MISMATCH_BOOLEAN: ['WARNING', 'Add a valid Boolean value (true or false) for the condition operator {}.'],
  TYPE_MISMATCH_DATE: [
    'WARNING',
    'The date condition operator is used with an invalid value. Specify a valid date using YYYY-MM-DD or other ISO 8601 date/time format.',
  ],
  TYPE_MISMATCH_IP_RANGE: [
    'WARNING',
    'The condition operator {} is used with an invalid IP range value. Specify the IP range in standard CIDR format.',
  ],
  TYPE_MISMATCH_NUMBER: ['WARNING', 'Add a valid numeric value for the condition operator {}.'],
  TYPE_MISMATCH_STRING: ['WARNING', 'Add a valid base64-encoded string value for the condition operator {}.'],
  WILDCARD_WITHOUT_LIKE_OPERATOR: [
    'WARNING',
    'Your condition value includes a * or ? character. If you meant to use a wildcard (*, ?), update the condition operator to include Like.',
  ],

  ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [
    'SUGGESTION',
    "Using the effect Allow with NotAction and the tag condition key {} allows only service actions that support the condition key. The condition key doesn't apply to some service actions. We recommend that you use Action instead of NotAction.",
  ],
  ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [
    'SUGGESTION',
    'Using the effect Allow with the tag condition key {} and actions for services with the following prefixes does not affect the policy: {}. Actions for the listed service are not allowed by this statement. We recommend that you move these actions to a different statement without this condition key.',
  ],
  EMPTY_ARRAY_ACTION: ['SUGGESTION', 'This statement includes no actions and does not affect the policy. Specify actions.'],
  EMPTY_ARRAY_CONDITION: [
    'SUGGESTION',
    'There are no values for the condition key {} and it does not affect the policy. Specify conditions.',
  ],
  EMPTY_ARRAY_CONDITION_FORALLVALUES: [
    'SUGGESTION',
    'The ForAllValues prefix with an empty condition key matches only if the key {} is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead.',
  ],
  EMPTY_ARRAY_CONDITION_FORANYVALUE: [
    'SUGGESTION',
    'The ForAnyValue prefix with an empty condition key {} never matches the request context and it does not affect the policy. Specify conditions.',
  ],
  EMPTY_ARRAY_CONDITION_IFEXISTS: [
    'SUGGESTION',
    'The IfExists suffix with an empty condition key matches only if the key {} is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead.',
  ],
  EMPTY_ARRAY_PRINCIPAL: ['SUGGESTION', 'This statement includes no principals and does not affect the policy. Specify principals.'],
  EMPTY_ARRAY_RESOURCE: ['SUGGESTION', 'This statement includes no resources and does not affect the policy. Specify resources.'],
  EMPTY_OBJECT_CONDITION: ['SUGGESTION', 'This condition block is empty and it does not affect the policy. Specify conditions.'],
  EMPTY_OBJECT_PRINCIPAL: ['SUGGESTION', 'This statement includes no principals and does not affect the policy. Specify principals.'],
  EMPTY_SID_VALUE: ['SUGGESTION', 'Add a value to the empty string in the Sid element.'],
  IMPROVE_IP_RANGE: ['SUGGESTION', 'The non-zero bits in the IP address after the masked bits are ignored. Replace address with {}.'],
  NULL_WITH_QUALIFIER: [
    'SUGGESTION',
    'Avoid using the Null condition operator with the ForAllValues or ForAnyValue qualifiers because they always return a true or false respectively.',
  ],
  REDUNDANT_ACTION: [
    'SUGGESTION',
    'The {} action(s) are redundant because they provide similar permissions. Update the policy to remove the redundant action such as: {}.',
  ],
  REDUNDANT_CONDITION_VALUE_NUM: ['SUGGESTION', 'Multiple values in {} are redundant. Replace with the {} single value for {}.'],
  REDUNDANT_RESOURCE: [
    'SUGGESTION',
    'The {} resource ARN(s) are redundant because they reference the same resource. Review the use of wildcards (*) in {}.',
  ],
  REDUNDANT_STATEMENT: [
    'SUGGESTION',
    'The statements are redundant because they provide identical permissions. Update the policy to remove the redundant statement.',
  ],
  WILDCARD_IN_SERVICE_NAME: [
    'SUGGESTION',
    'Avoid using wildcards (*, ?) in the service name because it might grant unintended access to other AWS services with similar names.',
  ],

  ACTION_ALIAS: ['SUGGESTION', 'The action {} is honoured as {}. Use that spelling: it is the one in the table of actions.'],
  LOCKS_OUT_LAST_ADMINISTRATOR: [
    'SECURITY_WARNING',
    'This denies every way to change policies, this one included. If it is attached to the last administrator, nobody but the root of the account can undo that. Leave out the actions that detach it, or add a condition.',
  ],
  MISSING_DEPENDENT_ACTION: ['SUGGESTION', 'The action {} also needs {}, which this policy does not allow.'],
  POLICY_SIZE_EXCEEDS_QUOTA: [
    'ERROR',
    'The {} characters in the policy, excluding whitespace, exceed the {} character maximum for its kind.',
  ],
  RESOURCE_NOT_APPLICABLE: [
    'WARNING',
    'The action {} does not support resource-level permissions: this statement never applies to it. Use "*" as the Resource.',
  ],
  SHADOWED_BY_DENY: ['WARNING', 'This statement allows nothing: whatever it allows, {} of this policy denies. Remove one of them.'],
  STATEMENT_NEVER_MATCHES: ['WARNING', 'No request can ever match this statement: {}'],
} as const satisfies Readonly<Record<string, readonly [Severity, string]>>;
