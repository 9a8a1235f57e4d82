using System.Diagnostics;
using Bench.Imaging.Contract;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Tests.Workers.Inference;

/// <summary>What becomes of a child that dies or talks garbage, and what one can see from inside its cage.</summary>
/// <remarks>Hostile models go the whole way in <see cref="EndToEnd.HostileEvaluationTests"/>.</remarks>
public sealed class HostileModelTests
{
    static readonly InferenceOptions Limits = new()
    {
        Providers = ["cpu"],
        AnswerTimeout = TimeSpan.FromSeconds(6),
        MemoryBytes = 1L << 30,
        MaxBatch = 4,
    };

    [Fact]
    public async Task A_child_that_is_killed_has_crashed()
    {
        using var folder = new TempFolder();
        var path = Model(folder, HostileModels.Classifier());
        await using var child = new ModelCage(Limits).Start(Path.GetDirectoryName(path)!, folder.Path, TimeSpan.FromMinutes(1));
        await child.AskAsync<ModelOpened>(
            new OpenModel(child.Inside(path), ["cpu"], 1, 0, 0),
            Patience.Deadline,
            TestContext.Current.CancellationToken
        );

        // Whoever is at the bottom of the tree runs the model.
        Process.GetProcessById(Processes.Innermost(child.ProcessId)).Kill();
        var failure = await Should.ThrowAsync<FailureException>(() =>
            child.AskAsync<OutputsProbed>(
                new ProbeOutputs("pixels", TensorLayout.Nchw, 1, 32, 32),
                Patience.Deadline,
                TestContext.Current.CancellationToken
            )
        );

        failure.Failure.Code.ShouldBe("model-crashed", failure.Message);
    }

    [Fact]
    public async Task A_child_that_is_told_to_end_with_its_service_says_nothing_of_its_model()
    {
        using var folder = new TempFolder();
        var path = Model(folder, HostileModels.Classifier());
        await using var child = new ModelCage(Limits).Start(Path.GetDirectoryName(path)!, folder.Path, TimeSpan.FromMinutes(1));
        await child.AskAsync<ModelOpened>(
            new OpenModel(child.Inside(path), ["cpu"], 1, 0, 0),
            Patience.Deadline,
            TestContext.Current.CancellationToken
        );

        using (var kill = Process.Start("kill", ["-TERM", $"{child.ProcessId}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        await Should.ThrowAsync<ChildEndedException>(() =>
            child.AskAsync<OutputsProbed>(
                new ProbeOutputs("pixels", TensorLayout.Nchw, 1, 32, 32),
                Patience.Deadline,
                TestContext.Current.CancellationToken
            )
        );
    }

    [Theory, InlineData(129, true), InlineData(130, true), InlineData(143, true), InlineData(137, false), InlineData(139, false)]
    public void Only_signals_that_ask_for_an_end_are_not_the_models(int exitCode, bool isTold) =>
        (ChildFailures.OfDeath(exitCode, overLimit: false, killed: false, "", "") is ChildEndedException).ShouldBe(isTold);

    [Theory]
    [InlineData("echo not a frame at all; sleep 60")]
    [InlineData("printf 'R\\377\\377\\377\\177'; sleep 60")]
    [InlineData("cat /dev/zero")]
    public async Task A_child_that_talks_garbage_is_killed(string script)
    {
        using var folder = new TempFolder();
        var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        await using var child = new CagedChild(process, folder.Path, folder.Path, folder.Path, folder.Path, Limits);

        var failure = await Should.ThrowAsync<FailureException>(() =>
            child.AskAsync<ModelOpened>(new OpenModel("/m", ["cpu"], 1, 0, 0), Patience.Deadline, TestContext.Current.CancellationToken)
        );

        failure.Failure.Code.ShouldBe("protocol-violation", failure.Message);
        process.HasExited.ShouldBeTrue();
    }

    [Fact]
    public async Task Inside_the_cage_there_is_no_network_no_secret_and_no_file_but_the_runtime_the_model_and_the_crops()
    {
        var cage = new ModelCage(Limits);
        Assert.SkipUnless(cage.Level == CageLevel.Bubblewrap, "bubblewrap does not work on this machine");
        using var folder = new TempFolder();
        var path = Model(folder, HostileModels.Classifier());
        await using var child = cage.Start(Path.GetDirectoryName(path)!, folder.Path, TimeSpan.FromMinutes(1));
        await child.AskAsync<ModelOpened>(
            new OpenModel(child.Inside(path), ["cpu"], 1, 0, 0),
            Patience.Deadline,
            TestContext.Current.CancellationToken
        );
        var inner = Processes.Innermost(child.ProcessId);

        File.ReadLines($"/proc/{inner}/net/dev").Skip(2).Select(line => line.Split(':')[0].Trim()).ShouldBe(["lo"]);
        File.ReadAllText($"/proc/{inner}/environ")
            .Split('\0')
            .Select(entry => entry.Split('=')[0])
            .ShouldNotContain(name =>
                name.StartsWith("Bench", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("ConnectionStrings", StringComparison.Ordinal)
            );
        Directory.Exists($"/proc/{inner}/root/home").ShouldBeFalse();
        Directory.Exists($"/proc/{inner}/root/root").ShouldBeFalse();
        Directory.EnumerateFileSystemEntries($"/proc/{inner}/root/model").ShouldHaveSingleItem();
    }

    static string Model(TempFolder folder, byte[] model)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder[Guid.NewGuid().ToString("N")]).FullName, "model.onnx");
        File.WriteAllBytes(path, model);
        return path;
    }
}
