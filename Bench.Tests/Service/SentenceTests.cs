using Bench.Service;

namespace Bench.Tests.Service;

public sealed class SentenceTests
{
    [Theory]
    [InlineData("there is no picture in 'val'", "There is no picture in 'val'.")]
    [InlineData("x.csv, line 3: two columns", "x.csv, line 3: two columns.")]
    [InlineData("imagenet_class_index.json has no list.", "imagenet_class_index.json has no list.")]
    [InlineData("topk_class: 3 of 5 rows", "topk_class: 3 of 5 rows.")]
    [InlineData("logits are float64", "logits are float64.")]
    [InlineData("3 images are missing", "3 images are missing.")]
    [InlineData("'x' is unknown", "'x' is unknown.")]
    [InlineData("closed", "Closed.")]
    public void A_name_stays_as_it_was_sent_and_a_word_is_raised(string message, string sentence)
    {
        Sentence.Of(message, "logits").ShouldBe(sentence);
    }
}
