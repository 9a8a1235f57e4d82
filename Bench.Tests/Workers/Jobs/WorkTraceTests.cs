using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bench.Data.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Workers.Jobs;

/// <summary>A trace goes on where the work is done, whichever process made it.</summary>
public sealed class WorkTraceTests
{
    [Theory, BothDatabases]
    public async Task Work_is_done_in_the_trace_of_the_request_that_made_it(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var meter = new WorkMeter(services.GetRequiredService<IMeterFactory>());
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WorkMeter.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new Activity("upload").SetIdFormat(ActivityIdFormat.W3C).Start();
        await using (var db = made.Open())
        {
            db.Work.Add(
                new WorkItem
                {
                    Id = Guid.CreateVersion7(),
                    Kind = WorkKind.InspectModel,
                    SubjectId = Guid.CreateVersion7(),
                }
            );
            await db.SaveChangesAsync();
        }
        request.Stop();

        await using var other = made.Open();
        var item = await other.Work.AsNoTracking().SingleAsync();
        using (meter.Begin(new WorkLease(item.Id, item.Kind, item.SubjectId, null, 0, 0, 1, 1, default, item.TraceParent)))
        {
            Activity.Current!.TraceId.ShouldBe(request.TraceId);
            Activity.Current.ParentSpanId.ShouldBe(request.SpanId);
            new WorkItem { Kind = WorkKind.PlanEvaluation, SubjectId = item.SubjectId }.TraceParent.ShouldBe(
                Activity.Current.Id,
                "what the work makes goes on in the same trace"
            );
        }
    }
}
