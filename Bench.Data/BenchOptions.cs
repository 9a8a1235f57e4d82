using System.ComponentModel.DataAnnotations;
using Bench.Data.Work;

namespace Bench.Data;

/// <summary>Where things are stored and how much is allowed; section <c>Bench</c> of the configuration. Every part of the
/// service reads this one record.</summary>
public sealed record BenchOptions
{
    public const string Section = "Bench";

    /// <summary>Folder of everything that the service writes: database (when embedded), blobs, caches, operator key. Default
    /// <c>./data</c>.</summary>
    [Required]
    public string DataDirectory { get; init; } = "./data";

    /// <summary>Folder that holds the operator's datasets; paths in requests are relative to it. Default
    /// <c>&lt;data&gt;/datasets</c>.</summary>
    public string? DatasetsRoot { get; init; }

    /// <summary>Folder of this machine alone for crops, fetched models and scratch, best on a fast disk; may be deleted at any time.
    /// Default <c>&lt;data&gt;/cache</c>.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Folder that archives of datasets are unpacked into; every machine must see it. Default <c>.unpacked</c> in the datasets
    /// root.</summary>
    public string? UnpackDirectory { get; init; }

    /// <summary>Folder of the operator's own declarations of dataset variants, JSON files, read when a process starts. Default
    /// none.</summary>
    public string? Variants { get; init; }

    /// <summary>Folder of the operator's own declarations of suites, JSON files, read when a process starts. Default none.</summary>
    public string? Suites { get; init; }

    /// <summary>Whether the API process also works. Needs to stay on with SQLite, which is one process's own. Default on.</summary>
    public bool EmbeddedWorker { get; init; } = true;

    /// <summary>Whether anyone may read without a key. Default on.</summary>
    public bool OpenReading { get; init; } = true;

    /// <summary>Whether anyone may read <c>/metrics</c>; else it takes an operator's key. Default on.</summary>
    public bool OpenMetrics { get; init; } = true;

    /// <summary>Reverse proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed: addresses or networks such as
    /// <c>10.0.0.0/8</c>. Default none.</summary>
    public string[] Proxies { get; init; } = [];

    /// <summary>Path below which a reverse proxy serves Bench, for example <c>/bench</c>. Default none: a host name of its own.</summary>
    public string? PathBase { get; init; }

    /// <summary>Bytes that stay free where this process writes: with fewer, uploads are refused and readiness is red. Default 1
    /// GiB.</summary>
    [Range(0, long.MaxValue)]
    public long MinFreeBytes { get; init; } = 1L << 30;

    /// <summary>Largest model upload in bytes, default 4 GiB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxModelBytes { get; init; } = 4L << 30;

    /// <summary>Model hub that the submit page fetches configurations from by name, for example <c>https://huggingface.co</c>. Default
    /// none: they are pasted.</summary>
    public Uri? ModelHub { get; init; }

    /// <summary>Changing requests that one key may make a minute, default 600.</summary>
    [Range(1, 1_000_000)]
    public int WritesPerMinute { get; init; } = 600;

    /// <summary>How long a worker may be silent before its work is given to another, default 30 s. By the database's clock, whatever the
    /// machines' say.</summary>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often running work keeps its lease, and tells its progress, while a lease lasts; default 4.</summary>
    [Range(2, 1000)]
    public int BeatsInALease { get; init; } = 4;

    /// <summary>How often waiting work without a live job is looked for, default 5 s.</summary>
    [TimeRange("00:00:00.1", "01:00:00")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What brings workers to their work, the same on every process of a cluster. Default jobs.</summary>
    public WorkBy WorkBy { get; init; }

    /// <summary>Longest that an idle worker waits between two looks for work that it claims itself, default 5 s. Few workers look more
    /// often: all together some four times a second.</summary>
    [TimeRange("00:00:00.25", "00:10:00")]
    public TimeSpan ClaimWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Port on which a worker on its own gives its numbers to Prometheus, <c>/metrics</c>; the number of its device is added. 0 is
    /// none, the default.</summary>
    [Range(0, 65_000)]
    public int MetricsPort { get; init; }

    /// <summary>How often everything stored is read and compared with its hashes, default once a day; 0 leaves it to the <c>verify</c>
    /// command.</summary>
    [TimeRange("00:00:00", "365.00:00:00")]
    public TimeSpan VerifyEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Where blobs are stored: empty for <c>&lt;data&gt;/blobs</c>, a folder that all machines share, or
    /// <c>s3://bucket/prefix</c>.</summary>
    [RegularExpression(
        "s3://[^/]+.*|(?!s3:|[A-Za-z][A-Za-z0-9+.-]+://).*",
        ErrorMessage = "Bench:Blobs is a folder, or s3://BUCKET/PREFIX: another address would be taken for the name of a folder."
    )]
    public string? Blobs { get; init; }

    /// <summary>Endpoint of an S3-compatible store other than Amazon's, for example <c>http://minio:9000</c>.</summary>
    public string? S3Endpoint { get; init; }

    /// <summary>What this start decides again for all processes over the database: <c>log-key</c>, <c>store</c>, <c>variants</c>,
    /// <c>key-ring</c>. For one start after a key was lost, the store has moved or a variant has changed. Default nothing: a process that
    /// differs is refused.</summary>
    public string[] AgreeAnew { get; init; } = [];

    /// <summary>After how long without work a worker ends by itself, for workers that a scaler starts; 0 is never, the default.</summary>
    [TimeRange("00:00:00", "1.00:00:00")]
    public TimeSpan ExitWhenIdle { get; init; }

    /// <summary>A file that a worker writes again and again while it lives and its database answers: what a container's health check looks
    /// at. Default none.</summary>
    public string? AliveFile { get; init; }

    /// <remarks>Validation reads every property, so an empty directory must not throw here: it is refused by its own name.</remarks>
    public string DataPath => Path.GetFullPath(DataDirectory, Environment.CurrentDirectory);

    /// <summary>The database, where it is not Postgres.</summary>
    public string SqlitePath => Path.Combine(DataPath, "bench.db");

    public string DatasetsPath => Path.GetFullPath(DatasetsRoot ?? Path.Combine(DataPath, "datasets"));

    public string UploadsPath => Path.Combine(DataPath, "uploads");

    /// <summary>Machine-local, disposable: crops, fetched models, scratch of the cage.</summary>
    public string CachePath => Path.GetFullPath(CacheDirectory ?? Path.Combine(DataPath, "cache"));

    /// <summary>Where archives of datasets are unpacked.</summary>
    public string UnpackPath => Path.GetFullPath(UnpackDirectory ?? Path.Combine(DatasetsPath, ".unpacked"));
}
