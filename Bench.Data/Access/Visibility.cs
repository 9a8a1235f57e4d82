namespace Bench.Data.Access;

/// <summary>Who may see an entry or a dataset, and all that was made of it.</summary>
public enum Visibility
{
    /// <summary>All who may read at all.</summary>
    Public,

    /// <summary>The members of its team, its owner and operators.</summary>
    Team,

    /// <summary>Its owner and operators.</summary>
    Private,
}
