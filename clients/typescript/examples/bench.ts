import createClient from "openapi-fetch";
import type { components, paths } from "../generated/bench.js";

export type Evaluation = components["schemas"]["EvaluationView"];
export type Manifest = components["schemas"]["ModelManifest"];
export type Problem = components["schemas"]["ProblemDetails"];

/** What stands in the environment, as in the README. */
export const address = process.env["BENCH"] ?? "http://localhost:5080/api/v1";
export const authorization = { Authorization: `Bearer ${process.env["KEY"]}` };

export const bench = createClient<paths>({ baseUrl: new URL(address).origin, headers: authorization });

/** The answer, or the problem as an exception. */
export function answer<T>({ data, error }: { data?: T; error?: Problem }): T {
  if (data === undefined) throw new Error(error ? `${error.code}: ${error.detail} ${error.nextStep}` : "no answer");
  return data;
}
