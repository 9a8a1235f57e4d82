using Bench.Data;
using Bench.Data.Damages;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Imaging.Resize;
using Bench.Onnx.Gradients;
using Bench.Service.Models;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Attacks.Run;

/// <summary>Decodes the images of a slice here and opens the model in the cage, which answers picture by
/// picture.</summary>
internal sealed class PictureCage(ModelCage cage, BenchOptions bench, InferenceOptions options)
{
    /// <summary>Characters of a node's name that are believed.</summary>
    const int MostName = 1_000;

    /// <param name="slice">The images and the model.</param>
    /// <param name="derivative">What is wanted of the model's reverse pass.</param>
    /// <param name="work">Runs on a thread of its own while the model is open.</param>
    /// <param name="cancellationToken">Ends the model's process, and with it the work.</param>
    /// <exception cref="FailureException">The model or a picture made it impossible.</exception>
    /// <exception cref="DamageException">A picture is another one than when the dataset was registered.</exception>
    public async Task<T> RunAsync<T>(
        PictureSlice slice,
        Derivative derivative,
        Func<CagedPictures, T> work,
        CancellationToken cancellationToken
    )
    {
        using var folder = ScratchFolder.Create(bench);
        // The child needs no crops: what it sees comes over the pipe.
        var nothing = Directory.CreateDirectory(Path.Combine(folder.Path, "nothing")).FullName;
        var (images, originals, plans) = await PicturesAsync(
            slice,
            Path.Combine(folder.Path, "pictures" + CropCache.Extension),
            cancellationToken
        );
        await using var child = cage.Start(slice.Model.Folder, nothing, options.ShardTimeout * slice.Record.Threads);
        var opened = await child.AskAsync<AttackOpened>(Open(slice, child, derivative), options.AnswerTimeout, cancellationToken);
        if (opened.Features is { } features && !Fit(features, slice.Preprocessing))
            throw ChildFailures.Garbage($"features of {features.Height} × {features.Width} places came");
        var target = new CagedTarget(
            child,
            3 * slice.Preprocessing.Height * slice.Preprocessing.Width,
            slice.Record.OutputWidth,
            slice.Places,
            slice.Record.OutputKind,
            opened
        );
        await using var ending = cancellationToken.Register(child.Kill);
        try
        {
            return await Task.Factory.StartNew(
                () => work(new(target, opened.Missing, images, originals) { Plans = plans }),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }
        catch (FailureException) when (cancellationToken.IsCancellationRequested)
        {
            // The child was ended because its run is cancelled.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Whether features may be those of the pictures that are sent: no network has more places than
    /// pixels.</summary>
    static bool Fit(FeatureTensor features, Preprocessing contract) =>
        features is { Height: > 0, Width: > 0, Channels: > 0, Node.Length: <= MostName }
        && features.Height <= contract.Height
        && features.Width <= contract.Width;

    OpenAttack Open(PictureSlice slice, CagedChild child, Derivative derivative) =>
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
            derivative,
            slice.Record.OutputKind is OutputKind.Probabilities or OutputKind.Percentages,
            slice.Record.OutputKind == OutputKind.Sigmoid
        );

    /// <summary>The images that can be decoded, and their crops as planes of red, green and blue in [0, 1].</summary>
    async Task<(int[] Images, float[] Originals, CropPlan[] Plans)> PicturesAsync(
        PictureSlice slice,
        string path,
        CancellationToken cancellationToken
    )
    {
        var plans = new CropPlan[slice.Images.Count];
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
        )
        {
            Sized = (i, width, height) => plans[i] = geometry.Plan(width, height),
        };
        try
        {
            await foreach (var _ in filler.FillAsync(0, slice.Images.Count, cancellationToken)) { }
        }
        catch (Imaging.Decode.ImageDecodeException error)
        {
            throw ShardRunner.Undecodable(error);
        }
        catch (ImageChangedException error)
        {
            throw DamageException.Picture(slice.Dataset, error.Name);
        }
        var excluded = filler.Excluded.Select(image => image.Index).ToHashSet();
        int[] kept = [.. Enumerable.Range(0, slice.Images.Count).Where(i => !excluded.Contains(i))];
        return (
            Array.ConvertAll(kept, i => slice.Images[i]),
            Planes(path, kept, 3 * geometry.Width * geometry.Height),
            Array.ConvertAll(kept, i => plans[i])
        );
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
