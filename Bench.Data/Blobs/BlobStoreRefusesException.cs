using System.Net;
using Amazon.Runtime;

namespace Bench.Data.Blobs;

/// <summary>The store of blobs may be read and not written by this process: a right that it lacks, a volume that is mounted for reading.
/// Nothing is wrong with what was to be stored, and another process may store it.</summary>
public sealed class BlobStoreRefusesException(Exception cause)
    : IOException($"The store of blobs cannot be written: {cause.Message}", cause)
{
    const int ReadOnly = 30;

    internal static bool Is(Exception error) =>
        error
            is UnauthorizedAccessException
                or IOException { HResult: ReadOnly }
                or AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized };
}
