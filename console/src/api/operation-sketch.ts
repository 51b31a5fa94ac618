/** What the console must know of an operation to call it and to show it as code. Derived from the operation's declaration. */
export interface OperationSketch {
  readonly service: 'access-analyzer' | 'chime' | 'cloudtrail' | 'iam' | 'sts';
  readonly name: string;
  readonly summary: string;
  readonly mutates: boolean;
  /** `service:Action`, those that every call needs and those that some inputs need. */
  readonly actions: readonly string[];
  /** Of the published SDK, where it has this operation. */
  readonly sdkName: string | undefined;
  /** Neither the published SDK nor the stock AWS CLI has it: there the overlay of the model adds it. */
  readonly isExtra: boolean;
  readonly rest:
    | {
        readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
        readonly path: string;
        readonly operation: string | undefined;
        /** Members in the query string: member → parameter. */
        readonly query: Readonly<Record<string, string>>;
      }
    | undefined;
}

/** The form of a value in XML: text, number, boolean, list, structure or map. */
export type Shape = 's' | 'n' | 'b' | readonly [Shape] | { readonly [member: string]: Shape };
