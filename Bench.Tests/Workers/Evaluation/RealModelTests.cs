using System.Diagnostics;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Tests.Fixtures;
using Bench.Workers;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bench.Tests.Workers.Evaluation;

public sealed class RealModelTests
{
    const string SqueezeNetContract = """{"channel_order":"bgr","value_range":"byte","mean":[103.939,116.779,123.68],"std":[1,1,1],"interpolation":"bilinear"}""";

    [Theory]
    [InlineData("mobilenetv2_int8_static.onnx", null, 0.815, 0.98)]
    [InlineData("SqueezeNet_fp16.onnx", SqueezeNetContract, 0.665, 0.875)]
    [InlineData("mobilenetv2_int8_broken.onnx", null, 0.01, 0.05)]
    public async Task A_real_model_over_real_photographs_has_its_known_accuracy(string file, string? preprocessing, double top1, double top5)
    {
        var path = SharedFolder.Require($"models/{file}");
        using var folder = new TempFolder();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Bench:DataDirectory", folder.Path), new("Bench:DatasetsRoot", SharedFolder.Require("images")), new("Bench:SweepInterval", "00:00:00.2")]);
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration).AddBenchWorker();
        using var host = builder.Build();
        await host.Services.MigrateAsync();
        await host.StartAsync();

        var dataset = new Dataset { Id = Guid.CreateVersion7(), Key = "photos", Variant = "custom", Layout = "imagefolder", Path = "real", Classes = "imagenet-1k" };
        var copy = folder["upload.onnx"];
        File.Copy(path, copy);
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
        var model = new Model { Id = Guid.CreateVersion7(), Name = file, Sha256 = sha, FileName = file, Preprocessing = preprocessing };
        var evaluation = new Bench.Data.Evaluations.Evaluation { Id = Guid.CreateVersion7(), ModelId = model.Id, DatasetId = dataset.Id, Verified = true, Preprocessing = preprocessing };
        await host.Services.GetRequiredService<IBlobStore>().PutAsync(BlobKeys.Model(sha, archive: false), copy, default);
        var clock = Stopwatch.StartNew();
        await Add(host, new WorkItem { Id = Guid.CreateVersion7(), Kind = WorkKind.ImportDataset, SubjectId = dataset.Id }, dataset, model);
        await Until(host, db => db.Datasets.AnyAsync(d => d.State != DatasetState.Importing));
        TestContext.Current.SendDiagnosticMessage($"import {clock.Elapsed}");
        await Add(host, new WorkItem { Id = Guid.CreateVersion7(), Kind = WorkKind.PlanEvaluation, SubjectId = evaluation.Id }, evaluation);
        await Until(host, db => db.Evaluations.AnyAsync(e => e.State == EvaluationState.Completed || e.State == EvaluationState.Failed));
        TestContext.Current.SendDiagnosticMessage($"evaluated {clock.Elapsed}");

        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var done = await db.Evaluations.SingleAsync();
        done.Failure.ShouldBeNull();
        TestContext.Current.SendDiagnosticMessage(done.Record!);
        TestContext.Current.SendDiagnosticMessage((await db.Models.SingleAsync()).Inspection!);
        var scores = await db.Scores.ToDictionaryAsync(score => score.Metric, score => score.Value);
        scores["top1"].ShouldBe(top1, 0.011);
        scores["top5"].ShouldBe(top5, 0.06);
        await host.StopAsync();
    }

    static async Task Add(IHost host, WorkItem item, params object[] rows)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        db.AddRange(rows);
        db.Work.Add(item);
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<WorkScheduler>().EnqueueAsync([item], default);
    }

    static async Task Until(IHost host, Func<BenchDb, Task<bool>> holds)
    {
        for (var i = 0; i < 600; i++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            if (await holds(scope.ServiceProvider.GetRequiredService<BenchDb>())) return;
            await Task.Delay(100);
        }
        throw new TimeoutException();
    }
}
