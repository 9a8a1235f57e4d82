import { answer, createBench, type Schemas } from "../src/index.js";

export type Evaluation = Schemas["EvaluationView"];
export type Manifest = Schemas["ModelManifest"];

/** What is in the environment, as in the README. */
export const address = process.env["BENCH"] ?? "http://localhost:5080/api/v1";
export const authorization = { Authorization: `Bearer ${process.env["KEY"]}` };

export const bench = createBench(address, process.env["KEY"]);

export { answer };
