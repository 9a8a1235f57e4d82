using Bench.Data;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Service.Attacks;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Attacks.Run;

/// <summary>Attacks the images of a slice: pictures are decoded and moved here, the model answers in the cage.</summary>
internal sealed class AttackRunner(Cage cage, BenchOptions bench, InferenceOptions options)
{
    /// <summary>Untouched pictures by which flags are found.</summary>
    const int Looked = 8;

    /// <summary>The images in order, but for those that cannot be decoded. The same slice gives the same results; neither its length nor
    /// where it begins changes an image's.</summary>
    /// <exception cref="FailureException">The model or a picture made it impossible.</exception>
    public async Task<AttackResults> RunAsync(AttackSlice slice, CancellationToken cancellationToken)
    {
        using var folder = ScratchFolder.Create(bench);
        // The child needs no crops: what it sees comes over the pipe.
        var nothing = Directory.CreateDirectory(Path.Combine(folder.Path, "nothing")).FullName;
        var (images, originals) = await PicturesAsync(
            slice,
            Path.Combine(folder.Path, "pictures" + CropCache.Extension),
            cancellationToken
        );
        await using var child = cage.Start(slice.Model.Folder, nothing, options.ShardTimeout * slice.Record.Threads);
        var opened = await child.AskAsync<AttackOpened>(Open(slice, child), options.AnswerTimeout, cancellationToken);
        var target = new CagedTarget(
            child,
            3 * slice.Preprocessing.Height * slice.Preprocessing.Width,
            slice.Record.OutputWidth,
            slice.Places,
            slice.Record.OutputKind,
            opened.HasGradient
        );
        await using var ending = cancellationToken.Register(child.Kill);
        try
        {
            return await Task.Factory.StartNew(
                () => Attack(slice, target, opened.Missing, images, originals, cancellationToken),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }
        catch (FailureException) when (cancellationToken.IsCancellationRequested)
        {
            // The child was ended because nobody waits for it any more.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    OpenAttack Open(AttackSlice slice, CagedChild child) =>
        new(
            options.Open(child.Inside(slice.Model.Path), slice.Record.Threads),
            PreprocessingJson.Write(slice.Preprocessing),
            slice.Record.Input,
            slice.Record.InputElementType,
            slice.Record.Layout,
            slice.Record.Output,
            slice.Record.OutputWidth,
            slice.Record.Batch,
            slice.Record.FixedBatch,
            WithGradient: slice.Spec.Smoothing is null
        );

    /// <summary>Every ε is tried on the images that stood at the one before: what misled the model within a smaller ε lies within a larger
    /// one too.</summary>
    static AttackResults Attack(
        AttackSlice slice,
        CagedTarget target,
        IReadOnlyList<string> missing,
        int[] images,
        float[] originals,
        CancellationToken cancellationToken
    )
    {
        var attacks = slice.Spec.Smoothing is null ? AttackPlan.Of(slice.Spec, missing, slice.Preprocessing.Height) : [];
        if (images.Length == 0)
            return new(AttackFlags.None, missing, []);
        var labels = Array.ConvertAll(images, slice.LabelOf);
        var looked = Math.Min(Looked, Math.Min(images.Length, slice.Record.Batch));
        var flags = AttackFlagsFinder.BeforeAttack(target, originals.AsSpan(0, looked * target.Pixels), labels.AsSpan(0, looked));
        var clean = CleanMargins(target, originals, labels);
        if (slice.Spec.Smoothing is not null)
            return SliceCertificates.Of(slice, target, images, originals, (labels, clean, flags), cancellationToken);
        var outcomes = Array.ConvertAll(images, _ => new List<AttackOutcome>());
        foreach (var epsilon in slice.Spec.Epsilons)
        {
            int[] standing = [.. Enumerable.Range(0, images.Length).Where(i => outcomes[i] is [] or [.., { Robust: true }])];
            var pictures = new AttackedPictures(
                target,
                [.. standing.SelectMany(i => new ArraySegment<float>(originals, i * target.Pixels, target.Pixels))],
                [.. standing.Select(i => labels[i])],
                [.. standing.Select(i => (long)images[i])],
                slice.Record.Batch
            );
            AttackEnsemble.Run(attacks, pictures, new ThreatModel(slice.Spec.Norm, (float)epsilon), slice.Spec.Seed, cancellationToken);
            // Square alone is better than nothing, and says nothing of a gradient that nobody took.
            if (attacks.Any(attack => attack.NeedsGradient))
                flags |= AttackFlagsFinder.AfterAttack(pictures);
            for (var i = 0; i < images.Length; i++)
                outcomes[i].Add(Array.IndexOf(standing, i) is >= 0 and var at ? Outcome(pictures, at) : outcomes[i][^1]);
        }
        return new(
            flags,
            missing,
            [
                .. images.Select(
                    (image, i) =>
                        new AttackedImage(image, slice.Manifest.Images[image].Path, slice.Classes[labels[i]], clean[i], outcomes[i])
                ),
            ]
        );
    }

    static AttackOutcome Outcome(AttackedPictures pictures, int at) =>
        new(!pictures.Fooled[at], pictures.Margins[at], pictures.Queries[at], pictures.Gradients[at], pictures.FooledBy[at]);

    static float[] CleanMargins(CagedTarget target, float[] originals, int[] labels)
    {
        var logits = new float[labels.Length * target.Classes];
        target.Logits(originals, logits);
        var margins = new float[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            margins[i] = AttackLosses.TrueMargin(logits.AsSpan(i * target.Classes, target.Classes), labels[i]);
        return margins;
    }

    /// <summary>The images that can be decoded, and their crops as planes of red, green and blue in [0, 1].</summary>
    async Task<(int[] Images, float[] Originals)> PicturesAsync(AttackSlice slice, string path, CancellationToken cancellationToken)
    {
        var geometry = RunPlanner.GeometryOf(slice.Preprocessing, slice.Manifest);
        using var writer = CropWriter.Create(
            path,
            new CropLayout(geometry.Canonical, 0, slice.Images.Count, geometry.Width, geometry.Height)
        );
        var filler = new CropFiller(
            writer,
            geometry,
            i => ShardRun.Locate(slice.Manifest, slice.ContentRoot, slice.Images[i]),
            new CropFillerOptions { ExcludeUndecodable = options.ExcludeUndecodable }
        );
        try
        {
            await foreach (var _ in filler.FillAsync(0, slice.Images.Count, cancellationToken)) { }
        }
        catch (Imaging.Decode.ImageDecodeException error)
        {
            throw ShardRunner.Undecodable(error);
        }
        var excluded = filler.Excluded.Select(image => image.Index).ToHashSet();
        int[] kept = [.. Enumerable.Range(0, slice.Images.Count).Where(i => !excluded.Contains(i))];
        return (Array.ConvertAll(kept, i => slice.Images[i]), Planes(path, kept, 3 * geometry.Width * geometry.Height));
    }

    static float[] Planes(string path, int[] kept, int pixels)
    {
        using var crops = CropFile.OpenRead(path);
        var (plane, planes) = (pixels / 3, new float[kept.Length * pixels]);
        for (var i = 0; i < kept.Length; i++)
        {
            var crop = crops.Crop(kept[i]);
            for (var place = 0; place < pixels; place++)
                planes[i * pixels + place % 3 * plane + place / 3] = crop[place] / 255f;
        }
        return planes;
    }
}
