using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference.Child;

/// <summary>The child's life: reads requests and answers them in order. Runs are answered by threads of their own,
/// everything else here.</summary>
internal sealed class InferenceLoop(Stream requests, Stream answers) : IDisposable
{
    OpenSessions? _sessions;
    BatchRunner? _runner;
    AttackSession? _attack;

    /// <summary>Returns when the parent closes its end; what the sessions are at then does not matter any
    /// more.</summary>
    public void Run()
    {
        while (Frames.ReadRequest(requests) is { } request)
        {
            if (request is RunBatch run && _runner is not null)
            {
                _runner.Ask(run);
                continue;
            }
            // What a request changes must be in place before the next one is read, and no run be under way while it
            // does.
            _runner?.Finish();
            Action? reply = null;
            if (ModelRefusals.Of(() => reply = ReplyTo(request), opening: _sessions is null && _attack is null) is { } refused)
                Frames.WriteAnswer(answers, refused);
            else
                reply!();
        }
    }

    Action ReplyTo(ChildRequest request)
    {
        if (request is RunPictures pictures && _attack is not null)
        {
            var rows = _attack.Answer(pictures);
            return () => Frames.WriteRows(answers, rows);
        }
        var answer = Handle(request);
        return () => Frames.WriteAnswer(answers, answer);
    }

    ChildAnswer Handle(ChildRequest request)
    {
        switch (request)
        {
            case OpenModel open:
                StopRunning();
                _sessions?.Dispose();
                _sessions = null;
                _sessions = new OpenSessions(open);
                return Sessions.First.Description;
            case ProbeOutputs probe:
                return new OutputsProbed(Sessions.First.Probe(probe));
            case SampleAnswer sample:
                return Sessions.First.Sample(sample);
            case UseImages use:
                StopRunning();
                _runner = new BatchRunner(Sessions, use, answers);
                return new Ready();
            case OpenAttack open:
                _attack = AttackSession.Open(open);
                return _attack.Description;
            case ReleaseImages:
                StopRunning();
                return new Ready();
            case MeasureSpeed measure when _runner is not null:
                if (measure.Latency)
                    LetGo(_runner);
                return _runner.Measure(measure);
            default:
                return new Refused(RefusalCode.BadRequest, $"{request.GetType().Name} came out of turn");
        }
    }

    OpenSessions Sessions => _sessions ?? throw new InvalidOperationException("no model is open");

    void StopRunning()
    {
        _runner?.Dispose();
        _runner = null;
    }

    /// <summary>The memory that is told is the plan's alone.</summary>
    void LetGo(BatchRunner runner)
    {
        Sessions.KeepOnly(runner.Sessions);
        ProcessMemory.Forget();
    }

    public void Dispose()
    {
        StopRunning();
        _attack?.Dispose();
        _sessions?.Dispose();
    }
}
