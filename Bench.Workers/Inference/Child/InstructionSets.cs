using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Bench.Workers.Inference.Child;

/// <summary>Instruction sets by which ONNX Runtime chooses its kernels.</summary>
internal static class InstructionSets
{
    const int ExtendedFeatures = 7;

    /// <summary>The widest vectors of this processor, and whether it multiplies bytes without saturating:
    /// <c>avx512+vnni</c>, <c>avx2</c>, <c>neon+dotprod</c>.</summary>
    public static string Here { get; } =
        X86Base.IsSupported ? X86()
        : AdvSimd.IsSupported ? $"neon{(Dp.IsSupported ? "+dotprod" : "")}"
        : RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    static string X86()
    {
        // Intel 64 manual, CPUID: leaf 7 says AVX512_VNNI in bit 11 of ECX, its first subleaf AVX-VNNI in bit 4 of EAX.
        var (leaves, _, _, _) = X86Base.CpuId(0, 0);
        var (_, _, wide, _) = leaves >= ExtendedFeatures ? X86Base.CpuId(ExtendedFeatures, 0) : default;
        var (narrow, _, _, _) = leaves >= ExtendedFeatures ? X86Base.CpuId(ExtendedFeatures, 1) : default;
        var vectors =
            Avx512BW.IsSupported ? "avx512"
            : Avx2.IsSupported ? "avx2"
            : Avx.IsSupported ? "avx"
            : "sse";
        return (wide & (1 << 11)) != 0 || (narrow & (1 << 4)) != 0 ? $"{vectors}+vnni" : vectors;
    }
}
