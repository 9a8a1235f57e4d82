using Bench.Service.Refusals;

namespace Bench.Api.Problems;

/// <summary>The HTTP status of each kind of refusal.</summary>
internal static class RefusalStatus
{
    /// <summary>tus 1.0's status for bytes that are not those of the checksum.</summary>
    const int ChecksumMismatch = 460;

    public static int Status(this RefusalKind kind) =>
        kind switch
        {
            RefusalKind.Malformed => StatusCodes.Status400BadRequest,
            RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
            RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.Gone => StatusCodes.Status410Gone,
            RefusalKind.VersionUnknown => StatusCodes.Status412PreconditionFailed,
            RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            RefusalKind.TypeUnsupported => StatusCodes.Status415UnsupportedMediaType,
            RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
            RefusalKind.Locked => StatusCodes.Status423Locked,
            RefusalKind.ChecksumWrong => ChecksumMismatch,
            RefusalKind.LimitReached => StatusCodes.Status429TooManyRequests,
            RefusalKind.StorageFull => StatusCodes.Status507InsufficientStorage,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a kind of refusal without a status"),
        };
}
