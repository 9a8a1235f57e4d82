using System.Text;
using Bench.Api.Evaluations;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bench.Tests.Api.Evaluations;

public sealed partial class EvaluationWatchTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task The_end_of_the_process_or_of_the_reader_ends_its_stream_which_is_no_fault(bool ofProcess)
    {
        BeginRequest();
        var id = (await CreateAsync(1))[0];
        const string Contract = """
            {"input_size":[3,8,8],"interpolation":"bicubic","crop_pct":1,"crop_mode":"center",
            "mean":[0,0,0],"std":[1,1,1],"channel_order":"rgb","value_range":"unit"}
            """;
        await ChangeAsync(db => db.Evaluations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Preprocessing, Contract)));
        var told = new StreamTold();
        using var leaves = new CancellationTokenSource();
        var request = new DefaultHttpContext
        {
            RequestServices = _services,
            RequestAborted = leaves.Token,
            Response = { Body = told },
        };
        await using var db = _made.Open();
        var evaluation = await db.Evaluations.AsNoTracking().SingleAsync(row => row.Id == id, TestContext.Current.CancellationToken);
        var stream = new EvaluationEvents(_services.GetRequiredService<EvaluationWatch>(), evaluation, null, null).ExecuteAsync(request);
        if (await Task.WhenAny(told.First, stream) == stream)
            await stream;
        stream.IsCompleted.ShouldBeFalse();

        if (ofProcess)
            _services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        else
            await leaves.CancelAsync();

        await stream.WaitAsync(TestContext.Current.CancellationToken);
        told.Text.ShouldStartWith("id: 0\nevent: state\ndata: {");
        told.Text.ShouldEndWith("\n\n", Case.Sensitive, "no event is cut short");
        var before = _commands.Count;
        await Pulse.LookAsync(default);
        _commands.Count.ShouldBe(before, "nobody watches");
    }

    /// <summary>What a stream of events has been told so far.</summary>
    sealed class StreamTold : MemoryStream
    {
        readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task First => _first.Task;

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            if (Length > 0)
                _first.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
