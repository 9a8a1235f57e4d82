using System.Diagnostics;
using System.Globalization;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;
using Bench.Imaging.Tensors;

namespace Bench.Benchmarks;

/// <summary>Images a second of our side of the preprocessing comparison, under the names that the peer's script prints; run by
/// benchmarks/preprocessing.sh.</summary>
/// <remarks>Whole files to float32 NCHW tensors: decode, bicubic 256/224, ImageNet mean and std. The best of three rounds is printed, so
/// that a neighbour's burst is not taken for our speed.</remarks>
internal sealed class ImagingThroughput
{
    const int Rounds = 3;
    const int BatchImages = 64;

    readonly ImageFile[] _files;
    readonly Preprocessing _contract = new() { Interpolation = Interpolation.Bicubic, Resize = 256 };
    readonly Geometry _geometry;
    readonly TensorFill _fill;
    readonly float[] _batch;
    readonly string _cacheDirectory = Directory.CreateTempSubdirectory("bench-preprocessing-").FullName;

    ImagingThroughput(string folder, int repeats)
    {
        var pictures = Directory
            .GetFiles(folder)
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG")
            .Order(StringComparer.Ordinal);
        _files =
        [
            .. Enumerable
                .Repeat(pictures.Select(path => new ImageFile(Path.GetFileName(path), path)).ToArray(), repeats)
                .SelectMany(set => set),
        ];
        _geometry = Geometry.Of(_contract);
        _fill = new(_contract, TensorLayout.Nchw);
        _batch = new float[BatchImages * _geometry.CropBytes];
    }

    public static async Task RunAsync(string folder, int repeats)
    {
        var run = new ImagingThroughput(folder, repeats);
        try
        {
            Console.WriteLine($"decoder {ImageDecoders.Chosen}");
            Print("decode_one_thread", run.Best(run.Decode));
            Print("resize_one_thread", run.Best(run.Resize));
            Print("transform_one_thread", run.Best(run.Transform));
            Print($"pipeline_{Environment.ProcessorCount}_threads", await run.BestAsync(run.PipelineAsync));
            await run.WarmAsync();
        }
        finally
        {
            Directory.Delete(run._cacheDirectory, recursive: true);
        }
    }

    void Decode()
    {
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        var picture = new Picture();
        foreach (var file in _files)
            decoder.Decode(File.ReadAllBytes(file.Path), file.Name, picture);
    }

    /// <summary>The resize alone, again and again over the first picture.</summary>
    void Resize()
    {
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        var (picture, cropper, crop) = (new Picture(), new PictureCropper(_geometry), new byte[_geometry.CropBytes]);
        decoder.Decode(File.ReadAllBytes(_files[0].Path), _files[0].Name, picture);
        for (var i = 0; i < _files.Length; i++)
            cropper.Crop(picture, crop);
    }

    void Transform()
    {
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        var (picture, cropper, crop) = (new Picture(), new PictureCropper(_geometry), new byte[_geometry.CropBytes]);
        for (var i = 0; i < _files.Length; i++)
        {
            decoder.Decode(File.ReadAllBytes(_files[i].Path), _files[i].Name, picture);
            cropper.Crop(picture, crop);
            _fill.Fill(crop, Slot(i));
        }
    }

    /// <summary>An empty cache, filled by a thread for each core and read while it fills: what a cold evaluation does in front of its
    /// session.</summary>
    async Task PipelineAsync()
    {
        using var crops = await OpenAsync(Guid.NewGuid().ToString());
        await ReadAsync(crops);
    }

    async Task WarmAsync()
    {
        using var crops = await OpenAsync("warm");
        await ReadAsync(crops);
        using var reader = CropFile.OpenRead(crops.Path);
        void Warm()
        {
            for (var i = 0; i < _files.Length; i++)
            {
                _fill.Fill(reader.Crop(i), Slot(i));
                if (i % BatchImages == BatchImages - 1)
                    reader.Release(i + 1 - BatchImages, BatchImages);
            }
        }
        Print("warm_cache_one_thread", Best(Warm));
        Print("warm_cache_verified_by_writer", await BestAsync(() => ReadAsync(crops)));
        Print("allocated_bytes_per_image_cold", AllocatedPerImage(crops));
    }

    async Task ReadAsync(CropWriter crops)
    {
        using var reader = CropFile.OpenRead(crops.Path);
        var filler = new CropFiller(crops, _geometry, index => _files[index], new());
        var next = 0;
        await foreach (var ready in filler.FillAsync(0, _files.Length, CancellationToken.None))
            for (; next < ready; next++)
                _fill.Fill(reader.Crop(next), Slot(next));
    }

    Task<CropWriter> OpenAsync(string name) =>
        new CropCache(new() { Directory = _cacheDirectory, MaximumBytes = 4L << 30 }, TimeProvider.System).OpenAsync(
            new(name, _geometry, ImageDecoders.Chosen),
            _files.Length,
            0,
            _files.Length,
            CancellationToken.None
        );

    Span<float> Slot(int image) => _batch.AsSpan(image % BatchImages * _geometry.CropBytes, _geometry.CropBytes);

    double Best(Action work) =>
        Enumerable
            .Range(0, Rounds)
            .Max(_ =>
            {
                var clock = Stopwatch.StartNew();
                work();
                return _files.Length / clock.Elapsed.TotalSeconds;
            });

    async Task<double> BestAsync(Func<Task> work)
    {
        var best = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            await work();
            best = Math.Max(best, _files.Length / clock.Elapsed.TotalSeconds);
        }
        return best;
    }

    /// <summary>What making a crop allocates in steady state: one thread, after it has seen every picture once and its buffers have
    /// grown.</summary>
    double AllocatedPerImage(CropWriter crops)
    {
        using var worker = new CropWorker(crops, _geometry, DecodeLimits.Default);
        void Make()
        {
            for (var i = 0; i < _files.Length; i++)
            {
                worker.Make(i, _files[i]);
                _fill.Fill(worker.Crop, Slot(i));
            }
        }
        Make();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Make();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / _files.Length;
    }

    static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:F1}"));
}
