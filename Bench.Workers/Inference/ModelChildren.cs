using Bench.Data;
using Bench.Service.Models;
using Bench.Service.Storage;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference;

/// <summary>Gives out children that have a model open. The one that was used last is kept a minute for the next use of
/// the same model: the next shard, or the run after the doctor.</summary>
/// <remarks>
/// A child is one model's for life, and is only kept when it has answered everything. It sees a folder of its own, into
/// which the crops of its present run are linked; so it may see pictures of two datasets one after the other, both of
/// which its model is evaluated on.
/// </remarks>
internal sealed class ModelChildren(ModelCage cage, BenchOptions bench, InferenceOptions options, TimeProvider time) : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    OpenChild? _idle;
    ITimer? _clock;
    bool _isOver;

    /// <summary>A child with this model open.</summary>
    /// <param name="threads">Threads of its first session, where one has to be opened.</param>
    /// <exception cref="Service.Work.FailureException">The model does not load.</exception>
    public async Task<ModelChild> TakeAsync(ModelFile model, int threads, CancellationToken cancellationToken)
    {
        var kept = Exchange(null);
        if (kept is not null && kept.Sees(model) && kept.Child.IsAlive)
            return new ModelChild(this, kept, options, time);
        if (kept is not null)
            await kept.DisposeAsync();
        return new ModelChild(this, await OpenAsync(model, threads, cancellationToken), options, time);
    }

    async Task<OpenChild> OpenAsync(ModelFile model, int threads, CancellationToken cancellationToken)
    {
        var folder = ScratchFolder.Create(bench);
        var made = Directory.GetLastWriteTimeUtc(model.Folder);
        // Twice what a shard may take: one that has been busy for half of it is not kept.
        var child = cage.Start(model.Folder, folder.Path, options.ShardTimeout * options.ThreadCount * 2);
        try
        {
            var opened = await child.AskAsync<ModelOpened>(
                options.Open(child.Inside(model.Path), threads),
                options.AnswerTimeout,
                cancellationToken
            );
            return new OpenChild(child, opened, model.Folder, made, folder, TimeSpan.Zero);
        }
        catch
        {
            await child.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a child, and ends the one that was kept before.</summary>
    internal async Task KeepAsync(OpenChild child)
    {
        if (Exchange(child) is { } other)
            await other.DisposeAsync();
    }

    /// <summary>Sets or clears the slot of a child; returns the child that loses its slot.</summary>
    OpenChild? Exchange(OpenChild? next)
    {
        lock (_gate)
        {
            if (_isOver && next is not null)
                return next;
            var before = _idle;
            _idle = next;
            _clock?.Dispose();
            _clock = next is null ? null : time.CreateTimer(_ => _ = LetGoAsync(next), null, Patience, Timeout.InfiniteTimeSpan);
            return before;
        }
    }

    async Task LetGoAsync(OpenChild child)
    {
        lock (_gate)
        {
            if (_idle != child)
                return;
            _idle = null;
        }
        await child.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _isOver = true;
        if (Exchange(null) is { } kept)
            await kept.DisposeAsync();
    }
}

/// <param name="ModelFolder">The model's folder.</param>
/// <param name="ModelMade">When that folder was filled: a model whose copy was damaged gets a new folder of the same
/// name, which this child does not see.</param>
/// <param name="Folder">What it sees in addition to the model.</param>
/// <param name="Busy">How long it has been in use.</param>
internal sealed record OpenChild(
    CagedChild Child,
    ModelOpened Opened,
    string ModelFolder,
    DateTime ModelMade,
    ScratchFolder Folder,
    TimeSpan Busy
) : IAsyncDisposable
{
    public bool Sees(ModelFile model) => ModelFolder == model.Folder && ModelMade == Directory.GetLastWriteTimeUtc(model.Folder);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Child.DisposeAsync();
        }
        finally
        {
            Folder.Dispose();
        }
    }
}
