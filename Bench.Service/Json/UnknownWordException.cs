using System.Text.Json;

namespace Bench.Service.Json;

/// <summary>A word that an enum does not have; the message names those that it has.</summary>
public sealed class UnknownWordException(string message) : JsonException(message);
