using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace Bench.Data.Blobs;

/// <summary>The store of blobs may be read and not written by this process: a right that it lacks, a volume that is mounted for reading.
/// Nothing is wrong with what was to be stored, and another process may store it.</summary>
public sealed class BlobStoreRefusesException(Exception cause)
    : IOException($"The store of blobs cannot be written: {cause.Message}", cause)
{
    const int ReadOnly = 30;

    /// <summary>Whether a write failed by the store's answer. Of S3 any answer is one that is not
    /// <see cref="BlobStoreAwayException"/>'s, which is asked first.</summary>
    internal static bool Is(Exception error) =>
        error
            is UnauthorizedAccessException
                or IOException { HResult: ReadOnly }
                or AmazonS3Exception
                or AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized };
}
