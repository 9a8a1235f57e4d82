using Bench.Workers.Inference.SelfTest;

namespace Bench.Workers.CommandLine.Doctor;

/// <summary>A machine's means for the work of a worker.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="SelfTest">Whether models run here as configured.</param>
/// <param name="MissingGpuLibraries">What CUDA needs and is not here, each with its package; empty where CUDA is not
/// asked for.</param>
/// <param name="Database">Whether it answers, in words; null where there is nothing to ask.</param>
/// <param name="Folders">Each folder that a worker uses.</param>
internal sealed record DoctorReport(
    string Version,
    SelfTestResult SelfTest,
    IReadOnlyList<string> MissingGpuLibraries,
    DoctorFinding? Database,
    IReadOnlyList<DoctorFinding> Folders
)
{
    public bool IsWell => SelfTest.Passed && Database is not { IsWell: false } && Folders.All(folder => folder.IsWell);
}

/// <param name="What">The thing looked at.</param>
/// <param name="IsWell">Whether it will do.</param>
/// <param name="Words">What was seen.</param>
internal sealed record DoctorFinding(string What, bool IsWell, string Words);
