using Bench.Workers.Verification;

namespace Bench.Workers.Backups;

/// <summary>Copies one kind of database as it is at one instant, while others read and write, and puts such a copy
/// back.</summary>
internal interface IDatabaseCopy
{
    /// <summary>sqlite or postgres.</summary>
    string Kind { get; }

    /// <summary>Copies the database to a file.</summary>
    /// <returns>What the rows of that same instant name, and its newest migration.</returns>
    Task<(StoredNames Names, string Migration)> TakeAsync(string file, CancellationToken cancellationToken);

    /// <exception cref="Bench.Service.Work.FailureException">There is something in the database already.</exception>
    Task RequireEmptyAsync(CancellationToken cancellationToken);

    /// <summary>Fills the empty database from a copy: wholly or not at all.</summary>
    Task PutBackAsync(string file, CancellationToken cancellationToken);
}
