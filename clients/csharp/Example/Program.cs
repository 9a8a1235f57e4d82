// dotnet run --project clients/csharp/Example -- model.onnx DATASET: uploads, evaluates, waits, prints the board. BENCH and KEY are in
// the environment, as in the README.
using System.Net.Http.Headers;
using Bench.Client;

if (args is not [var file, var dataset])
{
    Console.Error.WriteLine("usage: Bench.Client.Example model.onnx DATASET");
    return 1;
}
using var http = new HttpClient
{
    // The client's addresses are relative to it; an evaluation is waited for up to a minute.
    BaseAddress = new Uri(new Uri(Environment.GetEnvironmentVariable("BENCH") ?? "http://localhost:5080/api/v1"), "/"),
    Timeout = TimeSpan.FromMinutes(5),
};
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("KEY"));
var bench = new BenchApi(http);
try
{
    await using var bytes = File.OpenRead(file);
    var model = await bench.UploadModelAsync(
        new ModelManifest { Name = Path.GetFileNameWithoutExtension(file) },
        new FileParameter(bytes, Path.GetFileName(file))
    );
    var started = await bench.StartEvaluationsAsync(
        new StartEvaluationsRequest { ModelId = model.Id, Datasets = [dataset] },
        idempotency_Key: Guid.NewGuid().ToString("N")
    );
    var evaluation = started.Items[0];
    while (
        evaluation.State
            is not (EvaluationState.Completed or EvaluationState.Partial or EvaluationState.Failed or EvaluationState.Cancelled)
    )
        evaluation = await bench.GetEvaluationAsync(evaluation.Id, "wait=30");
    if (evaluation.Error is { } error)
    {
        Console.Error.WriteLine($"{error.Code}: {error.Message} {error.NextStep}");
        return 1;
    }
    var board = await bench.GetLeaderboardAsync(dataset: dataset, metric: "top1");
    foreach (var row in board.Rows)
        Console.WriteLine($"{row.Rank} {row.Model.Name} {row.Value:0.0000} ({row.CiLow:0.0000} to {row.CiHigh:0.0000})");
    return 0;
}
catch (BenchProblemException<ProblemDetails> refusal)
{
    Console.Error.WriteLine($"{refusal.Result.Code}: {refusal.Result.Detail} {refusal.Result.NextStep}");
    return 1;
}
catch (HttpRequestException unreachable)
{
    Console.Error.WriteLine($"{http.BaseAddress} does not answer: {unreachable.Message}. Check BENCH, or whether the service runs.");
    return 1;
}
