using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace Bench.Data.Blobs;

/// <summary>The store of blobs is out of reach for a moment, or asks to be asked again: nothing is wrong with what was
/// asked.</summary>
public sealed class BlobStoreAwayException(Exception cause) : IOException("The store of blobs does not answer.", cause)
{
    /// <summary>Whether a call of the S3 client failed by the store or the way to it. A full disk of this machine is
    /// another fault.</summary>
    internal static bool Is(Exception error) =>
        error
            is AmazonServiceException
                {
                    StatusCode: >= HttpStatusCode.InternalServerError
                        or HttpStatusCode.TooManyRequests
                        or HttpStatusCode.RequestTimeout
                        or HttpStatusCode.Conflict
                }
                or AmazonServiceException { ErrorCode: "RequestTimeout" or "IncompleteBody" }
                or HttpRequestException
                or HttpIOException
                or TimeoutException
                or IOException { InnerException: SocketException };
}
