// What the engine and a function's process say to each other. Payloads travel as JSON text, as they do in Lambda.

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
  /** Epoch milliseconds at which the function's time is up. */
  readonly deadline: number;
}

/** What a function that throws answers. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface ErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** `memoryBytes`: the most resident memory that the process ever held. */
export type HostMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly error: ErrorPayload }
  | { readonly kind: 'result'; readonly payload: string; readonly memoryBytes: number }
  | { readonly kind: 'error'; readonly error: ErrorPayload; readonly memoryBytes: number };
