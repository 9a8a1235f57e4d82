using System.Diagnostics;
using Bench.Data;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Tests.Workers.Inference;

/// <summary>Code runs where a model does and tries what a thief would: the table in docs/operate.md.</summary>
public sealed class CageAttemptTests : IDisposable
{
    const int NotPermitted = 1,
        NoSuchFile = 2,
        ReadOnly = 30;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Code_that_took_over_a_models_process_reads_writes_and_reaches_nothing()
    {
        var cage = Caged("auto");
        Assert.SkipUnless(cage.Level == CageLevel.Bubblewrap, "bubblewrap does not work on this machine");
        var other = Path.Combine(Path.GetDirectoryName(Crops())!, "of-another-dataset");
        File.WriteAllText(other, "private pictures");
        string[] secrets =
        [
            other,
            "/crops/of-another-dataset",
            _folder["model/model.onnx"],
            "/etc/passwd",
            "/root",
            "/home",
            Path.Combine(AppContext.BaseDirectory, "appsettings.json"),
        ];

        var outcomes = await OutcomesAsync(cage, (CageAttempts.Secrets, string.Join(':', secrets)));

        foreach (var secret in secrets)
            outcomes[$"read {secret}"].ShouldBe(NoSuchFile, secret);
        var writes = outcomes.Where(outcome => outcome.Key.StartsWith("write ", StringComparison.Ordinal)).ToList();
        writes.Count.ShouldBe(7);
        // /crops is a folder of the cage itself with one file in it.
        foreach (var (place, outcome) in writes)
            outcome.ShouldBe(ReadOnly, place);
        ShouldRefuseCalls(outcomes);
        outcomes["user"].ShouldBe(65534);
    }

    [Fact]
    public async Task Without_bubblewrap_the_kernel_refuses_the_same_calls()
    {
        ShouldRefuseCalls(await OutcomesAsync(Caged("rlimits")));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("rlimits", Traits = [LongAttribute.Trait, LongAttribute.Value])]
    public async Task Memory_that_a_child_shares_with_nobody_counts_as_its_own(string level)
    {
        var cage = Caged(level);
        var process = Start(cage, (CageAttempts.Fill, "1"));
        await using var child = new CagedChild(process, _folder["model"], _folder["model"], Crops(), Crops(), Limits(level));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience.Deadline);

        var failure = await Should.ThrowAsync<FailureException>(() =>
            child.AskAsync<ModelOpened>(new OpenModel("/model", ["cpu"], 1, 0, 0), Patience.Deadline, TestContext.Current.CancellationToken)
        );

        failure.Failure.Code.ShouldBe("out-of-memory", failure.Message);
    }

    static void ShouldRefuseCalls(Dictionary<string, int> outcomes)
    {
        foreach (var call in CageAttempts.Refused)
            outcomes[call.Name].ShouldBe(NotPermitted, call.Name);
        foreach (var attempt in (string[])["fork by clone", "start a program", "outlive the parent", "signal a thread of another process"])
            outcomes[attempt].ShouldBe(NotPermitted, attempt);
        outcomes["make a thread"].ShouldBe(0);
    }

    static InferenceOptions Limits(string level) => new() { Cage = level, MemoryBytes = 1L << 30 };

    static ModelCage Caged(string level) => new(Limits(level), new BenchOptions());

    string Crops()
    {
        Directory.CreateDirectory(_folder["model"]);
        Directory.CreateDirectory(_folder["crops"]);
        File.WriteAllText(_folder["model/model.onnx"], "a model");
        File.WriteAllText(_folder["crops/of-this-run"], "pictures");
        return _folder["crops/of-this-run"];
    }

    Process Start(ModelCage cage, params (string Name, string Value)[] environment)
    {
        var crops = Crops();
        return ChildLauncher.Start(
            cage.Command(
                _folder["model"],
                crops,
                TimeSpan.FromMinutes(1),
                [("DOTNET_STARTUP_HOOKS", typeof(CageAttempts).Assembly.Location), .. environment]
            )
        );
    }

    async Task<Dictionary<string, int>> OutcomesAsync(ModelCage cage, params (string Name, string Value)[] environment)
    {
        using var process = Start(cage, environment);
        using var patience = new CancellationTokenSource(Patience.Deadline);
        Dictionary<string, int> outcomes = [];
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line && line != CageAttempts.Done)
        {
            line.LastIndexOf('=').ShouldBePositive(line);
            outcomes.Add(
                line[..line.LastIndexOf('=')],
                int.Parse(line[(line.LastIndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture)
            );
        }
        // Its parent closes the pipe: it ends by itself.
        process.StandardInput.Close();
        await process.WaitForExitAsync(patience.Token);
        return outcomes;
    }
}
