namespace Bench.Api.Trail;

/// <summary>A request that was to change something.</summary>
/// <param name="Id">Rises with time.</param>
/// <param name="At">When it came, UTC.</param>
/// <param name="KeyId">The key that asked.</param>
/// <param name="Key">Name of that key.</param>
/// <param name="Address">Where it came from: the network, unless the operator keeps more or nothing.</param>
/// <param name="Action">The operation, as the contract names it; of a page its method and address.</param>
/// <param name="Path">The address that it was sent to.</param>
/// <param name="Made">The address of what it made; null where it made nothing.</param>
/// <param name="Status">HTTP status of the answer; null while there is none, and for good where the process or the
/// connection died.</param>
/// <param name="Code">Code of the refusal; null where it was carried out.</param>
public sealed record AuditView(
    Guid Id,
    DateTime At,
    Guid KeyId,
    string Key,
    string? Address,
    string Action,
    string Path,
    string? Made,
    int? Status,
    string? Code
);
