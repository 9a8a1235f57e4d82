using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Imaging.Tensors;
using Bench.Service.Models;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference.Child;

/// <summary>Runs batches as a plan says: several at once, one more being filled meanwhile, and answers them in the order in which they were
/// asked for.</summary>
internal sealed class BatchRunner : IDisposable
{
    readonly UseImages _use;
    readonly Stream _answers;
    readonly CropFile _crops;
    readonly List<BatchLane> _lanes = [];
    readonly Thread[] _threads = [];
    readonly BlockingCollection<ModelSession> _idle = [];
    readonly BlockingCollection<(RunBatch Request, int Turn)> _asked = new(1);
    readonly object _gate = new();
    int _next,
        _turn;

    public BatchRunner(OpenSessions sessions, UseImages use, Stream answers)
    {
        (_use, _answers) = (use, answers);
        var contract =
            PreprocessingJson.ReadStored(use.Preprocessing, out var errors)
            ?? throw new ArgumentException($"the preprocessing is refused: {errors[0].Field} {errors[0].Message}");
        Sessions = sessions.For(use, contract);
        foreach (var session in Sessions.Runs)
            _idle.Add(session);
        var fill = new TensorFill(contract, use.Layout);
        _crops = CropFile.OpenRead(use.CropFile);
        try
        {
            while (_lanes.Count <= use.Plan.Sessions)
                _lanes.Add(new BatchLane(Sessions, use, _crops, fill));
        }
        catch
        {
            Dispose();
            throw;
        }
        _threads = [.. _lanes.Select(lane => InBackground(() => Serve(lane)))];
    }

    public SessionsInUse Sessions { get; }

    /// <summary>Has a batch run; blocks while all lanes are busy and another batch waits.</summary>
    public void Ask(RunBatch request) => _asked.Add((request, _next++));

    /// <summary>Returns when everything that was asked for is answered.</summary>
    public void Finish()
    {
        lock (_gate)
            while (_turn != _next)
                Monitor.Wait(_gate);
    }

    void Serve(BatchLane lane)
    {
        foreach (var (request, turn) in _asked.GetConsumingEnumerable())
        {
            var refused = ModelRefusals.Of(() => Run(lane, request));
            lock (_gate)
            {
                while (_turn != turn)
                    Monitor.Wait(_gate);
                if (refused is null)
                    Frames.WriteRows(_answers, lane.Rows(request.Count));
                else
                    Frames.WriteAnswer(_answers, refused);
                _turn++;
                Monitor.PulseAll(_gate);
            }
        }
    }

    void Run(BatchLane lane, RunBatch request)
    {
        lane.Require(request);
        var batch = _use.Plan.Batch;
        lane.Fill(request.First, Math.Min(batch, request.Count));
        var session = _idle.Take();
        try
        {
            for (var row = 0; row < request.Count; row += batch)
            {
                var count = Math.Min(batch, request.Count - row);
                if (row > 0)
                    lane.Fill(request.First + row, count);
                lane.Run(session, row, count);
            }
        }
        finally
        {
            _idle.Add(session);
        }
    }

    /// <summary>Times crops to rows, over and over the images of the file; then single images where latency is wanted.</summary>
    /// <remarks>Everything that was asked for must have been answered.</remarks>
    public SpeedMeasured Measure(MeasureSpeed request)
    {
        Window(0, RunsBefore(_use.Plan));
        double[] windows = [.. Enumerable.Range(0, request.Windows).Select(_ => Window(request.SecondsPerWindow))];
        return new SpeedMeasured(windows, request.Latency ? Latency(request) : [], ProcessMemory.PeakBytes());
    }

    /// <summary>Runs before the first window that counts: every lane's memory is touched, and a session knows what a batch
    /// takes after its first run, and has taken it after its second.</summary>
    internal static int RunsBefore(EnginePlan plan) => 2 * plan.Sessions;

    /// <summary>Images a second, over as many runs of each session as have begun within the time, at least one.</summary>
    double Window(double seconds, int least = 1)
    {
        var clock = Stopwatch.StartNew();
        int runs = 0,
            sessions = _use.Plan.Sessions;
        ExceptionDispatchInfo? failure = null;
        var count = Math.Min(_use.Plan.Batch, _crops.Count);
        var threads = _lanes
            .Select(lane =>
                InBackground(() =>
                {
                    try
                    {
                        while (failure is null && Begins() is { } run)
                            Run(lane, new RunBatch(_crops.First + run * count % (_crops.Count - count + 1), count));
                    }
                    catch (Exception error)
                    {
                        failure = ExceptionDispatchInfo.Capture(error);
                    }
                })
            )
            .ToArray();
        foreach (var thread in threads)
            thread.Join();
        failure?.Throw();
        return runs * (double)_use.Plan.Batch / clock.Elapsed.TotalSeconds;

        int? Begins()
        {
            lock (_gate)
                return runs % sessions != 0 || runs < least || clock.Elapsed.TotalSeconds < seconds ? runs++ : null;
        }
    }

    List<double> Latency(MeasureSpeed request)
    {
        var latency = new List<double>();
        var session = Sessions.Runs[0];
        // A fixed batch above 1 has no other latency than its own.
        var batch = session.AcceptsBatch(Sessions.Input, 1) ? 1 : _use.Plan.Batch;
        using var input = session.CreateBatch(Sessions.Input, Sessions.Layout, batch, _crops.Height, _crops.Width);
        input.FillWithNoise();
        var total = Stopwatch.StartNew();
        RunOnce();
        while (latency.Count < 10 || (latency.Count < 200 && total.Elapsed.TotalSeconds < request.SecondsPerWindow * 2))
        {
            var clock = Stopwatch.GetTimestamp();
            RunOnce();
            latency.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }
        latency.Sort();
        return latency;

        void RunOnce() => session.Run(Sessions.Input, input.Value, [_use.Output]).Dispose();
    }

    static Thread InBackground(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true, Name = "lane" };
        thread.Start();
        return thread;
    }

    public void Dispose()
    {
        _asked.CompleteAdding();
        foreach (var thread in _threads)
            thread.Join();
        foreach (var lane in _lanes)
            lane.Dispose();
        _asked.Dispose();
        _idle.Dispose();
        _crops.Dispose();
    }
}
