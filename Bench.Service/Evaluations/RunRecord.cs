using System.Text.Json.Serialization;
using Bench.Data.Evaluations;
using Bench.Imaging.Contract;
using Bench.Service.Models;
using Bench.Service.Work;

namespace Bench.Service.Evaluations;

/// <summary>How an evaluation is run: decided once, by its plan, and the same for every shard on every machine. Stored
/// with the evaluation and shown.</summary>
public sealed record RunRecord
{
    public required string Input { get; init; }
    public required string InputElementType { get; init; }
    public required TensorLayout Layout { get; init; }

    /// <summary>The output that is read, and the values of one of its rows.</summary>
    public required string Output { get; init; }
    public required int OutputWidth { get; init; }

    /// <summary>What the output's rows are.</summary>
    public required OutputKind OutputKind { get; init; }

    /// <summary>Whether the author said so: then rows that cannot be of that kind fail the run.</summary>
    public bool KindIsDeclared { get; init; }

    /// <summary>Index of a background class that is dropped from each row; null when there is none.</summary>
    public int? BackgroundClass { get; init; }

    /// <summary>How the output is compared with class embeddings; null where it holds class scores itself.</summary>
    public EmbeddingRecord? Embedding { get; init; }

    /// <summary>Images a run; the last one is padded to it.</summary>
    public required int Batch { get; init; }

    /// <summary>Whether the model allows no other batch.</summary>
    public bool FixedBatch { get; init; }

    /// <summary>Threads of one operator on the CPU.</summary>
    public required int Threads { get; init; }

    /// <summary>Runs under way at once.</summary>
    public int Sessions { get; init; } = 1;

    /// <summary>Whether the crops' bytes enter the graph, which normalises them itself, instead of numbers made
    /// before.</summary>
    public bool BytesIn { get; init; }

    /// <summary>Whether the model rounds otherwise at other batches or threads, so that a faster setting was left for
    /// one whose answers are those of the reference setting.</summary>
    public bool Pinned { get; init; }

    /// <summary>What changes the speed and no number, together.</summary>
    [JsonIgnore]
    public EnginePlan Plan => new(Batch, Sessions, Threads, BytesIn) { Pinned = Pinned };

    /// <summary>The geometry in use, in one line.</summary>
    public required string Geometry { get; init; }

    /// <summary>Hash of the image order.</summary>
    public required string ManifestHash { get; init; }

    public required string Decoder { get; init; }
    public required string Provider { get; init; }
    public required string Cage { get; init; }
    public required string RuntimeVersion { get; init; }
    public required string Machine { get; init; }

    /// <summary>What its shards really ran on, each once; empty until they have.</summary>
    public IReadOnlyList<EngineRecord> Engines { get; init; } = [];

    /// <summary>Images (indices in the manifest) left out because they could not be decoded.</summary>
    public IReadOnlyList<int> Undecodable { get; init; } = [];

    /// <summary>Undecodable images of an evaluation; a submission has no record and no such images.</summary>
    public static IReadOnlyList<int> UndecodableOf(Evaluation evaluation) =>
        evaluation.Record is { } record ? WorkJson.Read<RunRecord>(record).Undecodable : [];
}
