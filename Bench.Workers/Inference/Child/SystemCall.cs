namespace Bench.Workers.Inference.Child;

/// <summary>A system call of Linux and its number on each architecture that ONNX Runtime is built for.</summary>
/// <param name="X64">On x86-64 (<c>asm/unistd_64.h</c>).</param>
/// <param name="Arm64">On arm64 (<c>asm-generic/unistd.h</c>); null where it has none.</param>
internal readonly record struct SystemCall(string Name, uint X64, uint? Arm64);
