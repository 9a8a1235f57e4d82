using Bench.Data.Access;

namespace Bench.Service.Access;

/// <summary>The limits of most keys, of some by their id or name, and of teams.</summary>
public sealed record LimitOptions : KeyLimits
{
    public const string Section = "Bench:Limits";

    /// <summary>Limits of single keys, by id or name: all of theirs are given, what is missing is the
    /// default.</summary>
    public Dictionary<string, KeyLimits> Keys { get; init; } = [];

    /// <summary>What the keys of a team may use together, by the team's id or name, in addition to each key's limits.</summary>
    public Dictionary<string, TeamLimits> Teams { get; init; } = [];

    /// <summary>Null where there is none.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="isNamed">Whether an operator gave the key its name: a person's is the person's own choice.</param>
    public KeyLimits? Of(Caller caller, bool isNamed) =>
        caller.Role == Role.Operator ? null : ById(Keys, caller.KeyId) ?? (isNamed ? Keys.GetValueOrDefault(caller.Name) : null) ?? this;

    /// <summary>Null where the team has none.</summary>
    public TeamLimits? OfTeam(Guid id, string name) => ById(Teams, id) ?? Teams.GetValueOrDefault(name);

    /// <summary>An id in the name of an environment variable has no hyphens: neither shells nor systemd pass them on.</summary>
    static T? ById<T>(Dictionary<string, T> limits, Guid id)
        where T : class => limits.GetValueOrDefault($"{id}") ?? limits.GetValueOrDefault($"{id:N}");
}
