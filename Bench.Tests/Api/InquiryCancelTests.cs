using System.Net;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Attacks;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Inquiries;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api;

/// <summary>Cancelling an attack while a step of it ends.</summary>
public sealed class InquiryCancelTests(BenchApps apps) : IClassFixture<BenchApps>
{
    /// <summary>A step takes the row of its work and then the attack's. Who cancelled took them the other way round, and the database ended
    /// one of the two: the request answered 500.</summary>
    [Fact]
    public async Task Who_cancels_waits_for_a_step_that_ends_and_holds_nothing_that_it_needs()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var app = await apps.OnAsync(Database.Postgres);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "ending");
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var key = await db.Keys.FirstAsync(each => each.Role == Role.Operator, cancellation);
        var (attack, item) = Running(await UploadAsync(client), (await db.Datasets.SingleAsync(each => each.Key == "ending")).Id);
        db.AddRange(attack, item);
        await db.SaveChangesAsync(cancellation);

        await using var step = await db.Database.BeginTransactionAsync(cancellation);
        await db.Work.Where(each => each.Id == item.Id).ExecuteUpdateAsync(set => set.SetProperty(each => each.State, WorkState.Done));
        var cancelling = CancelAsync(app, attack.Id, new Caller(key.Id, key.Name, key.Role));
        await using (var watcher = app.Services.CreateAsyncScope())
            await RowLocks.WaitingAsync(watcher.ServiceProvider.GetRequiredService<BenchDb>(), count: 1, cancellation);
        await db
            .Inquiries.Where(each => each.Id == attack.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(each => each.State, EvaluationState.Completed), cancellation);
        await step.CommitAsync(cancellation);

        (await Should.ThrowAsync<RefusalException>(() => cancelling)).Failure.Code.ShouldBe("attack-ended");
    }

    static async Task CancelAsync(BenchApp app, Guid attack, Caller caller)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<InquiryDesk>();
        await desk.CancelAsync<Attack>(attack, caller, TestContext.Current.CancellationToken);
    }

    /// <summary>An attack whose step another machine works on.</summary>
    static (Attack, WorkItem) Running(Guid model, Guid dataset)
    {
        var attack = new Attack
        {
            Id = Guid.CreateVersion7(),
            ModelId = model,
            DatasetId = dataset,
            Spec = "{}",
            Preprocessing = "{}",
            State = EvaluationState.Running,
        };
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.RunAttack,
            SubjectId = attack.Id,
            State = WorkState.Leased,
            LeaseOwner = "elsewhere",
            LeaseExpiresAt = DateTime.UnixEpoch.AddYears(200),
        };
        return (attack, item);
    }

    static async Task<Guid> UploadAsync(HttpClient client)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "ending", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed: 900))
        );
        return (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
    }
}
