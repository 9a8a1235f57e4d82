namespace Bench.Api.OpenApi;

/// <summary>Metadata of an endpoint that answers with Server-Sent Events: the type of each event's data, by the event's
/// name.</summary>
internal sealed record EventStream(IReadOnlyDictionary<string, Type> Events);
