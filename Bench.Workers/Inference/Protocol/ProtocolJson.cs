using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Workers.Inference.Protocol;

/// <summary>How messages become JSON, written when the program is built: a child starts for every shard, and by reflection a
/// tenth of its start went here.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(ChildRequest))]
[JsonSerializable(typeof(ChildAnswer))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
