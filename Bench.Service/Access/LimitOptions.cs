using Bench.Data.Access;

namespace Bench.Service.Access;

/// <summary>The limits of most keys, and of some by their id or name.</summary>
public sealed record LimitOptions : KeyLimits
{
    public const string Section = "Bench:Limits";

    /// <summary>Limits of single keys, by id or name: all of theirs are given, what is missing is the
    /// default.</summary>
    public Dictionary<string, KeyLimits> Keys { get; init; } = [];

    /// <summary>Null for whoever has none.</summary>
    public KeyLimits? Of(Caller caller) =>
        caller.Role == Role.Operator
            ? null
            : Keys.GetValueOrDefault(caller.KeyId.ToString()) ?? Keys.GetValueOrDefault(caller.Name) ?? this;
}
