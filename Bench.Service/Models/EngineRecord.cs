namespace Bench.Service.Models;

/// <summary>What ran a model: enough to tell why two machines might give two numbers.</summary>
/// <param name="Machine">Processor and cores.</param>
/// <param name="Provider">Execution provider in use.</param>
/// <param name="RuntimeVersion">Of ONNX Runtime.</param>
/// <param name="InstructionSet">The processor's widest vectors, and whether it multiplies bytes exactly (VNNI).</param>
/// <param name="Tf32">Whether a GPU might multiply single-precision numbers as TF32.</param>
/// <param name="Options">Every option that can change a number, as <c>name=value</c>, separated by spaces.</param>
public sealed record EngineRecord(string Machine, string Provider, string RuntimeVersion, string InstructionSet, bool Tf32, string Options);
