using System.Diagnostics;

namespace Bench.Tests.Repository;

/// <summary>The pixels once more on a machine that has less: the same tests in a process of their own with instruction sets switched
/// off.</summary>
/// <remarks>The 2,558 reference hashes are left out here: they run with the scalar kernels in their own test, on a machine that has
/// everything else.</remarks>
public sealed class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableHWIntrinsic", Traits = [LongAttribute.Trait, LongAttribute.Value])]
    [InlineData("DOTNET_EnableAVX2", Traits = [LongAttribute.Trait, LongAttribute.Value])]
    public async Task The_imaging_tests_pass_without(string instructions)
    {
        string[] arguments = ["-namespace", "Bench.Tests.Imaging", "-class-", "Bench.Tests.Imaging.PillowReferenceTests", "-noColor"];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bench.Tests.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[instructions] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, await output);
        (await output).ShouldMatch(@"Total: [1-9]\d+");
    }
}
