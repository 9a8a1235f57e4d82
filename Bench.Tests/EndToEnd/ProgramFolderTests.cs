using System.Net;
using System.Net.Http.Headers;
using Bench.Tests.Api;
using Bench.Tests.Workers.Inference;
using Bench.Workers.Inference.Cage;

namespace Bench.Tests.EndToEnd;

/// <summary>The program started from the folder that it was published to, with default settings: its data is next to its own files, and
/// a model sees the files alone.</summary>
public sealed class ProgramFolderTests : IDisposable
{
    static readonly string[] Code = [".dll", ".so", ".json"];

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_sees_the_programs_code_and_nothing_that_the_program_keeps_beside_it()
    {
        Assert.SkipUnless(new ModelCage(new InferenceOptions()).Level == CageLevel.Bubblewrap, "bubblewrap does not work on this machine");
        var program = Publish();
        var (api, address) = await ServerProcess.StartApiFromAsync(program);
        await using (api)
        {
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                (await File.ReadAllTextAsync(Path.Combine(program, "data/operator.key"))).Trim()
            );
            using var response = await client.PostAsync(
                "/api/v1/models",
                ApiClient.Form("""{"name": "looks around"}""", HostileModels.InfiniteLoop(2))
            );
            await response.JsonAsync(HttpStatusCode.Created);

            var seen = $"/proc/{await ChildAsync(program)}/root{program}";

            Directory.EnumerateDirectories(seen).Select(Path.GetFileName).ShouldBe(["runtimes"]);
            var files = Directory.EnumerateFiles(seen).Select(file => Path.GetFileName(file)).ToList();
            files.ShouldContain("Bench.Workers.dll");
            files.ShouldAllBe(file => Code.Contains(Path.GetExtension(file)) || file == "Bench.Workers");
            files.ShouldNotContain(file => file.StartsWith("appsettings", StringComparison.Ordinal));
            File.Exists(Path.Combine(program, "data/bench.db")).ShouldBeTrue();
        }
    }

    /// <summary>The program's files in a folder of their own, as <c>dotnet publish</c> lays them out.</summary>
    string Publish()
    {
        var program = Directory.CreateDirectory(_folder["program"]).FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        Directory.CreateSymbolicLink(Path.Combine(program, "runtimes"), Path.Combine(AppContext.BaseDirectory, "runtimes"));
        return program;
    }

    /// <summary>The process that runs the model of a program, once it runs.</summary>
    static async Task<int> ChildAsync(string program)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = new CancellationTokenSource(Patience.Deadline);
        while (await timer.WaitForNextTickAsync(patience.Token))
            foreach (
                var cage in Processes.Whose(line =>
                    line.StartsWith("bwrap ", StringComparison.Ordinal) && line.Contains(program, StringComparison.Ordinal)
                )
            )
                if (
                    Processes.Innermost(cage) is var child
                    && Processes.CommandLine(child).Contains(" infer ", StringComparison.Ordinal)
                    && !Processes.CommandLine(child).StartsWith("bwrap ", StringComparison.Ordinal)
                )
                    return child;
        throw new InvalidOperationException("no model runs");
    }
}
