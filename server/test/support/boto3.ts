import { clientEnvironment, type Credential } from './peers.ts';
import { startScript } from './python.ts';

/** A Python process that calls boto3, one call after the other. */
export interface Python {
  /** `client.create_account(**parameters)`. Throws PythonError, named as the exception's class. */
  call(service: string, method: string, parameters?: object): Promise<unknown>;
  /** `list(client.get_paginator(method).paginate(**parameters))`. Throws PythonError. */
  pages(service: string, method: string, parameters?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** @param more environment variables besides the credential */
export function startPython(url: string, credential: Credential, more: Readonly<Record<string, string>> = {}): Python {
  const script = startScript('call_boto3.py', url, { ...clientEnvironment(credential), ...more });
  return {
    call: (service, method, parameters = {}) => script.ask({ service, call: method, with: parameters }),
    pages: (service, method, parameters = {}) => script.ask({ service, pages: method, with: parameters }),
    stop: () => script.stop(),
  };
}
