using System.Collections.Concurrent;
using Bench.Workers.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;

namespace Bench.Workers.Inference.Child;

/// <summary>The child's life: reads requests, fills batches, runs the model, writes rows. One thread reads and fills the next batch while
/// another runs the last.</summary>
internal sealed class InferenceLoop(Stream requests, Stream answers) : IDisposable
{
    ModelSession? _session;
    BatchRunner? _runner;
    AttackSession? _attack;

    /// <summary>Returns when the parent closes its end; what the session is at then does not matter any more.</summary>
    public void Run()
    {
        // Two batches: one under way, one being filled. The parent keeps as many requests ahead.
        using var work = new BlockingCollection<Action>(1);
        var session = new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
                action();
        })
        {
            IsBackground = true,
            Name = "session",
        };
        session.Start();
        while (Frames.ReadRequest(requests) is { } request)
        {
            if (request is RunBatch run && _runner is not null)
            {
                // Filling happens here, on the reading thread, parallel to the running one.
                var filled = Guarded(() => _runner.Fill(run));
                work.Add(() => Answer(filled, () => _runner.RunFilled(run, answers)));
            }
            else
            {
                using var done = new ManualResetEventSlim();
                work.Add(() =>
                {
                    Answer(null, () => Reply(request));
                    done.Set();
                });
                // What a request changes must stand before the next one is read.
                done.Wait();
            }
        }
    }

    void Reply(ChildRequest request)
    {
        if (request is RunPictures pictures && _attack is not null)
            Frames.WriteRows(answers, _attack.Answer(pictures));
        else
            Frames.WriteJson<ChildAnswer>(answers, Handle(request));
    }

    ChildAnswer Handle(ChildRequest request)
    {
        switch (request)
        {
            case OpenModel open:
                _session = ModelSession.Open(open);
                return _session.Description;
            case ProbeOutputs probe:
                return new OutputsProbed(Session.Probe(probe));
            case SampleAnswer sample:
                return Session.Sample(sample);
            case UseImages use:
                _runner?.Dispose();
                _runner = null;
                _runner = new BatchRunner(Session, use);
                return new Ready();
            case OpenAttack open:
                _attack = AttackSession.Open(open);
                return _attack.Description;
            case MeasureSpeed measure when _runner is not null:
                return _runner.Measure(measure);
            default:
                return new Refused(RefusalCode.BadRequest, $"{request.GetType().Name} came out of turn");
        }
    }

    ModelSession Session => _session ?? throw new InvalidOperationException("no model is open");

    void Answer(Refused? refused, Action answer)
    {
        if ((refused ?? Guarded(answer)) is { } refusal)
            Frames.WriteJson<ChildAnswer>(answers, refusal);
    }

    /// <summary>Turns what a model can provoke into a refusal; anything else ends the child, and the parent sees that.</summary>
    Refused? Guarded(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (OnnxRuntimeException error)
        {
            return new Refused(CodeOf(error), error.Message);
        }
        catch (OutOfMemoryException error)
        {
            return new Refused(RefusalCode.OutOfMemory, error.Message);
        }
        catch (OutputTooLargeException error)
        {
            return new Refused(RefusalCode.OutputTooLarge, error.Message);
        }
        catch (PlatformNotSupportedException error)
        {
            return new Refused(RefusalCode.ProviderMissing, error.Message);
        }
        catch (Exception error) when (error is NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return new Refused(RefusalCode.BadRequest, error.Message);
        }
    }

    RefusalCode CodeOf(OnnxRuntimeException error) =>
        error.Message.Contains("bad_alloc", StringComparison.Ordinal)
        || error.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            ? RefusalCode.OutOfMemory
        : _session is null && _attack is null ? RefusalCode.ModelDoesNotLoad
        : RefusalCode.ModelDoesNotRun;

    public void Dispose()
    {
        _runner?.Dispose();
        _attack?.Dispose();
        _session?.Dispose();
    }
}
