using Bench.Imaging.Contract;
using Bench.Onnx.Model;
using Bench.Onnx.Pixels;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference.Child;

/// <summary>The sessions over one model, each opened when a plan first wants it.</summary>
/// <remarks>A session of one thread serves every run at once, in the threads that ask; those with threads of their own
/// serve one run each. So do the devices' sessions, of which there is one.</remarks>
internal sealed class OpenSessions : IDisposable
{
    /// <summary>Bytes of models up to which sessions that no plan in use wants are kept for the next one.</summary>
    const long MostBytes = 1L << 30;

    /// <summary>Bytes of a model from which on memory is given back at once.</summary>
    const int LargeBytes = 4 << 20;

    readonly OpenModel _request;
    readonly Dictionary<Form, (ModelSession Session, string? Input)> _open = [];
    readonly long _bytes;

    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">The model does not load.</exception>
    public OpenSessions(OpenModel request)
    {
        _request = request;
        _bytes = Directory
            .EnumerateFiles(Path.GetDirectoryName(request.ModelPath)!, "*", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length);
        _ = First;
    }

    /// <summary>A session over the model as it is, which answers questions about it: the one that was asked for, or one
    /// that a plan wanted.</summary>
    public ModelSession First =>
        _open.FirstOrDefault(each => each.Key.Contract is null).Value.Session
        ?? Open(new Form(_request.Threads, null, 0), [], null).Session;

    /// <summary>The sessions that a plan runs on.</summary>
    /// <exception cref="NotSupportedException">The plan wants bytes to enter the graph, and this one cannot be made
    /// so.</exception>
    public SessionsInUse For(UseImages use, Preprocessing contract)
    {
        var plan = use.Plan;
        var copies = plan.Threads == 1 ? 1 : plan.Sessions;
        Form[] forms =
        [
            .. Enumerable.Range(0, copies).Select(copy => new Form(plan.Threads, plan.BytesIn ? use.Preprocessing : null, copy)),
        ];
        var opened = forms.Select(form => Open(form, forms, () => WithPixels(use, contract))).ToArray();
        return new(
            [.. Enumerable.Range(0, plan.Sessions).Select(run => opened[run % copies].Session)],
            opened[0].Input ?? use.Input,
            plan.BytesIn ? TensorLayout.Nhwc : use.Layout
        );
    }

    /// <summary>Closes what a plan does not want.</summary>
    public void KeepOnly(SessionsInUse wanted)
    {
        foreach (var (form, (session, _)) in _open.ToArray())
            if (!wanted.Runs.Contains(session))
            {
                session.Dispose();
                _open.Remove(form);
            }
    }

    (ModelSession Session, string? Input) Open(Form form, Form[] wanted, Func<(byte[] Model, string Input)>? made)
    {
        if (_open.TryGetValue(form, out var known))
            return known;
        foreach (var other in _open.Keys.Except(wanted).ToArray())
        {
            if (_bytes * (_open.Count + 1) <= MostBytes)
                break;
            _open[other].Session.Dispose();
            _open.Remove(other);
        }
        var request = _request with { Threads = form.Threads };
        if (form.Contract is null)
            return _open[form] = (ModelSession.Open(request), null);
        var (model, input) = made!();
        var session = ModelSession.Open(request, model);
        // The session has copied what it needs; the file's bytes were here several times over.
        var large = model.Length >= LargeBytes;
        model = [];
        if (large)
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return _open[form] = (session, input);
    }

    (byte[] Model, string Input) WithPixels(UseImages use, Preprocessing contract) =>
        PixelInput.Prepend(
            _request.ModelPath,
            use.Input,
            use.Layout == TensorLayout.Nchw ? OnnxImageLayout.Nchw : OnnxImageLayout.Nhwc,
            ScaleOf(contract)
        ) ?? throw new NotSupportedException($"bytes cannot enter '{use.Input}'");

    /// <summary>As filling a tensor computes.</summary>
    internal static PixelScale ScaleOf(Preprocessing contract) =>
        new(
            contract.ValueRange == ValueRange.Unit ? 255 : 1,
            [(float)contract.Mean.First, (float)contract.Mean.Second, (float)contract.Mean.Third],
            [(float)contract.Std.First, (float)contract.Std.Second, (float)contract.Std.Third],
            contract.ChannelOrder == ChannelOrder.Bgr
        );

    public void Dispose()
    {
        foreach (var (session, _) in _open.Values)
            session.Dispose();
        _open.Clear();
    }

    /// <param name="Contract">The preprocessing that is part of the graph; null where the input is filled
    /// before.</param>
    sealed record Form(int Threads, string? Contract, int Copy);
}

/// <param name="Runs">A session for each run that may be under way; the same one several times where it serves
/// all.</param>
/// <param name="Input">Name of the input to fill.</param>
/// <param name="Layout">How that is laid out.</param>
internal sealed record SessionsInUse(IReadOnlyList<ModelSession> Runs, string Input, TensorLayout Layout);
