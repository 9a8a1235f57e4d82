using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bench.Data;
using Bench.Service.Models;
using Bench.Service.Storage;
using Bench.Service.Work;

namespace Bench.Workers.Inference.Plans;

/// <summary>Plans that this machine has found, each a small file in its cache folder.</summary>
/// <remarks>A file carries what it was found for in full, and a hash of that and the plan: one that was copied from
/// another machine, or is damaged, is no plan, and is found again.</remarks>
internal sealed class PlanStore(BenchOptions options)
{
    /// <summary>A plan's subject, in one line.</summary>
    /// <param name="model">SHA-256 of the model.</param>
    /// <param name="machine">Processor, cores and instruction set.</param>
    /// <param name="runtime">Execution provider and version of ONNX Runtime.</param>
    /// <param name="settings">What it was chosen from, and the size of the pictures.</param>
    public static string Key(string model, string machine, string runtime, string settings) =>
        string.Join('\n', "plan 1", model, machine, runtime, settings);

    public EnginePlan? Find(string key)
    {
        try
        {
            var found = WorkJson.Read<KeptPlan>(File.ReadAllText(PathOf(key)));
            return found.Key == key && found.Sum == SumOf(key, found.Plan) && found.Plan is { Batch: > 0, Sessions: > 0, Threads: > 0 } plan
                ? plan
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Keeps a plan. Dying before it is moved to its name leaves a file that nobody reads.</summary>
    public void Keep(string key, EnginePlan plan)
    {
        var path = PathOf(key);
        using var made = TemporaryFile.In(Path.GetDirectoryName(path)!);
        File.WriteAllText(made.Path, WorkJson.Write(new KeptPlan(key, plan, SumOf(key, plan))));
        File.Move(made.Path, path, overwrite: true);
    }

    string PathOf(string key) => Path.Combine(options.CachePath, "plans", $"{Hash(key)}.json");

    static string SumOf(string key, EnginePlan plan) => Hash($"{key}\n{WorkJson.Write(plan)}");

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    sealed record KeptPlan(string Key, EnginePlan Plan, string Sum);
}
