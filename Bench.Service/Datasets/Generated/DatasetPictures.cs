using Bench.Data.Datasets;
using Bench.Imaging.Corruptions;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;

namespace Bench.Service.Datasets.Generated;

/// <summary>A dataset's pictures for people: as they lie on disk, or made as a model would see them.</summary>
public static class DatasetPictures
{
    /// <summary>Opens the picture of an image.</summary>
    /// <exception cref="DatasetImportException">Its file is gone, or leads out of the dataset's folder.</exception>
    /// <exception cref="IOException">Its file cannot be read.</exception>
    /// <exception cref="Imaging.Decode.ImageDecodeException">It would have to be decoded, and cannot be.</exception>
    public static async Task<Stream> OpenPictureAsync(
        this DatasetStore store,
        Dataset dataset,
        DatasetManifest manifest,
        int index,
        CancellationToken cancellationToken
    )
    {
        var path = DatasetPath.Resolve(store.ContentRoot(dataset), manifest.FileOf(index));
        return manifest.ShiftOf(index) is { } shift
            ? new MemoryStream(PictureShifter.ToPng(await File.ReadAllBytesAsync(path, cancellationToken), path, shift))
            : File.OpenRead(path);
    }
}
