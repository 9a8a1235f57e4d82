import createClient from "openapi-fetch";
import type { components, paths } from "../generated/bench.js";

export type { components, paths };
export type Schemas = components["schemas"];
export type Problem = Schemas["ProblemDetails"];

/** A service's calls, typed by its contract. The address is understood with and without /api/v1; reading usually needs no key. */
export function createBench(address: string, key?: string) {
  return createClient<paths>({ baseUrl: address.replace(/\/(api\/v1\/?)?$/, ""), headers: key ? { Authorization: `Bearer ${key}` } : {} });
}

/** A refusal: the code is for scripts, the message has the sentence and what to do. */
export class BenchError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail} ${problem.nextStep}`);
    this.name = "BenchError";
  }

  get code(): string {
    return this.problem.code;
  }
}

/** The answer of a call, or its problem as an exception. */
export function answer<T>({ data, error }: { data?: T; error?: Problem }): T {
  if (data !== undefined) return data;
  throw error ? new BenchError(error) : new Error("no answer");
}
