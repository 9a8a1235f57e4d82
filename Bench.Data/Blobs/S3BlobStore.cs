using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace Bench.Data.Blobs;

/// <summary>Blobs as objects of an S3-compatible store, fetched into a folder of this machine.</summary>
/// <remarks>An object appears whole when its upload completes. Blobs are immutable, so a fetched copy never goes stale; deleting the cache
/// folder is always safe.</remarks>
internal sealed class S3BlobStore(IAmazonS3 client, string bucket, string prefix, string cache) : IBlobStore
{
    public async Task PutAsync(string key, string localFile, CancellationToken cancellationToken)
    {
        try
        {
            using var transfer = new TransferUtility(client);
            await transfer.UploadAsync(localFile, bucket, ObjectKey(key), cancellationToken);
        }
        catch (Exception error) when (BlobStoreAwayException.Is(error))
        {
            throw new BlobStoreAwayException(error);
        }
        catch (Exception error) when (BlobStoreRefusesException.Is(error))
        {
            throw new BlobStoreRefusesException(error);
        }
        File.Delete(localFile);
    }

    public async Task<Stream> OpenAsync(string key, CancellationToken cancellationToken) =>
        (await GetAsync(key, cancellationToken)).ResponseStream;

    public async Task<string> FetchAsync(string key, CancellationToken cancellationToken)
    {
        var local = Path.Combine(cache, BlobKey.Checked(key));
        if (File.Exists(local))
            return local;
        Directory.CreateDirectory(Path.GetDirectoryName(local)!);
        var staged = $"{local}.{Guid.NewGuid():N}.tmp";
        try
        {
            using var response = await GetAsync(key, cancellationToken);
            await response.WriteResponseStreamToFileAsync(staged, append: false, cancellationToken);
            File.Move(staged, local, overwrite: true);
            return local;
        }
        catch (Exception error) when (BlobStoreAwayException.Is(error))
        {
            throw new BlobStoreAwayException(error);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    public bool Forget(string key)
    {
        File.Delete(Path.Combine(cache, BlobKey.Checked(key)));
        return true;
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = ObjectKey(key) }, cancellationToken);
        }
        catch (Exception error) when (BlobStoreAwayException.Is(error))
        {
            throw new BlobStoreAwayException(error);
        }
        File.Delete(Path.Combine(cache, BlobKey.Checked(key)));
    }

    async Task<GetObjectResponse> GetAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetObjectAsync(bucket, ObjectKey(key), cancellationToken);
        }
        catch (AmazonS3Exception error) when (error is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
        {
            throw new FileNotFoundException($"blob {key} is not in bucket {bucket}", key, error);
        }
        // A wrong bucket, key or region says nothing of the blob: readers wait until the operator has mended it.
        catch (Exception error) when (error is AmazonS3Exception || BlobStoreAwayException.Is(error))
        {
            throw new BlobStoreAwayException(error);
        }
    }

    string ObjectKey(string key) => prefix.Length == 0 ? BlobKey.Checked(key) : $"{prefix}/{BlobKey.Checked(key)}";
}
