// The messages between the engine and a function's process. Payloads are JSON text, as in Lambda.

/** `node function-host.ts <json>` */
export interface HostSettings {
  readonly assetFolder: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
}

export interface Invocation {
  readonly requestId: string;
  readonly payload: string;
  /** Epoch milliseconds at which the function times out. */
  readonly deadline: number;
}

/** The response of a function that throws. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface ErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** `memoryBytes`: maximum resident memory of the process so far. */
export type HostMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly error: ErrorPayload }
  | { readonly kind: 'result'; readonly payload: string; readonly memoryBytes: number }
  | { readonly kind: 'error'; readonly error: ErrorPayload; readonly memoryBytes: number };
