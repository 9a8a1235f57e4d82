namespace Bench.Data.Webhooks;

/// <summary>Pending until the receiver has said 2xx, or has not said it often enough.</summary>
public enum DeliveryState
{
    Pending,
    Delivered,
    Failed,
}
