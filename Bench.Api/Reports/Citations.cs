using Bench.Service.Datasets.Variants;

namespace Bench.Api.Reports;

/// <summary>Citations of the known variants and label sets, as BibTeX.</summary>
internal static class Citations
{
    const string Russakovsky = """
        @article{russakovsky2015imagenet,
          title = {{ImageNet} Large Scale Visual Recognition Challenge},
          author = {Russakovsky, Olga and Deng, Jia and Su, Hao and Krause, Jonathan and Satheesh, Sanjeev and Ma, Sean and Huang,
            Zhiheng and Karpathy, Andrej and Khosla, Aditya and Bernstein, Michael and Berg, Alexander C. and Fei-Fei, Li},
          journal = {International Journal of Computer Vision},
          volume = {115},
          number = {3},
          pages = {211--252},
          year = {2015}
        }
        """;

    const string Recht = """
        @inproceedings{recht2019imagenet,
          title = {Do {ImageNet} Classifiers Generalize to {ImageNet}?},
          author = {Recht, Benjamin and Roelofs, Rebecca and Schmidt, Ludwig and Shankar, Vaishaal},
          booktitle = {International Conference on Machine Learning},
          year = {2019}
        }
        """;

    const string Corruptions = """
        @inproceedings{hendrycks2019benchmarking,
          title = {Benchmarking Neural Network Robustness to Common Corruptions and Perturbations},
          author = {Hendrycks, Dan and Dietterich, Thomas},
          booktitle = {International Conference on Learning Representations},
          year = {2019}
        }
        """;

    const string Natural = """
        @inproceedings{hendrycks2021natural,
          title = {Natural Adversarial Examples},
          author = {Hendrycks, Dan and Zhao, Kevin and Basart, Steven and Steinhardt, Jacob and Song, Dawn},
          booktitle = {IEEE/CVF Conference on Computer Vision and Pattern Recognition},
          year = {2021}
        }
        """;

    const string Renditions = """
        @inproceedings{hendrycks2021many,
          title = {The Many Faces of Robustness: A Critical Analysis of Out-of-Distribution Generalization},
          author = {Hendrycks, Dan and Basart, Steven and Mu, Norman and Kadavath, Saurav and Wang, Frank and Dorundo, Evan and
            Desai, Rahul and Zhu, Tyler and Parajuli, Samyak and Guo, Mike and Song, Dawn and Steinhardt, Jacob and Gilmer, Justin},
          booktitle = {IEEE/CVF International Conference on Computer Vision},
          year = {2021}
        }
        """;

    const string Sketch = """
        @inproceedings{wang2019learning,
          title = {Learning Robust Global Representations by Penalizing Local Predictive Power},
          author = {Wang, Haohan and Ge, Songwei and Lipton, Zachary and Xing, Eric P.},
          booktitle = {Advances in Neural Information Processing Systems},
          year = {2019}
        }
        """;

    const string ObjectNet = """
        @inproceedings{barbu2019objectnet,
          title = {{ObjectNet}: A large-scale bias-controlled dataset for pushing the limits of object recognition models},
          author = {Barbu, Andrei and Mayo, David and Alverio, Julian and Luo, William and Wang, Christopher and Gutfreund, Dan and
            Tenenbaum, Josh and Katz, Boris},
          booktitle = {Advances in Neural Information Processing Systems},
          year = {2019}
        }
        """;

    const string Real = """
        @article{beyer2020are,
          title = {Are we done with {ImageNet}?},
          author = {Beyer, Lucas and H{\'e}naff, Olivier J. and Kolesnikov, Alexander and Zhai, Xiaohua and van den Oord,
            A{\"a}ron},
          journal = {arXiv preprint arXiv:2006.07159},
          year = {2020}
        }
        """;

    const string Shankar = """
        @inproceedings{shankar2020evaluating,
          title = {Evaluating Machine Accuracy on {ImageNet}},
          author = {Shankar, Vaishaal and Roelofs, Rebecca and Mania, Horia and Fang, Alex and Recht, Benjamin and Schmidt, Ludwig},
          booktitle = {International Conference on Machine Learning},
          year = {2020}
        }
        """;

    const string Vasudevan = """
        @inproceedings{vasudevan2022when,
          title = {When does dough become a bagel? {A}nalyzing the remaining mistakes on {ImageNet}},
          author = {Vasudevan, Vijay and Caine, Benjamin and Gontijo-Lopes, Raphael and Fridovich-Keil, Sara and Roelofs, Rebecca},
          booktitle = {Advances in Neural Information Processing Systems},
          year = {2022}
        }
        """;

    const string Northcutt = """
        @inproceedings{northcutt2021pervasive,
          title = {Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks},
          author = {Northcutt, Curtis G. and Athalye, Anish and Mueller, Jonas},
          booktitle = {Advances in Neural Information Processing Systems, Datasets and Benchmarks Track},
          year = {2021}
        }
        """;

    static readonly Dictionary<string, string[]> KeysByVariant = new(StringComparer.Ordinal)
    {
        ["imagenet-val"] = [Russakovsky],
        ["imagenet-v2-matched-frequency"] = [Russakovsky, Recht],
        ["imagenet-v2-threshold-0.7"] = [Russakovsky, Recht],
        ["imagenet-v2-top-images"] = [Russakovsky, Recht],
        ["imagenet-a"] = [Russakovsky, Natural],
        ["imagenet-o"] = [Russakovsky, Natural],
        ["imagenet-r"] = [Russakovsky, Renditions],
        ["imagenet-sketch"] = [Russakovsky, Sketch],
        ["imagenet-c"] = [Russakovsky, Corruptions],
        ["objectnet"] = [ObjectNet],
    };

    static readonly Dictionary<string, string[]> Formats = new(StringComparer.Ordinal)
    {
        ["real-json"] = [Real],
        ["multilabel-v3"] = [Shankar, Vasudevan],
        ["mistakes"] = [Vasudevan],
        ["cleanlab-mturk"] = [Northcutt],
    };

    /// <summary>Entries of a variant, whatever its dataset is called: those written here, else one of what its
    /// declaration says; none for a custom one.</summary>
    public static IReadOnlyList<string> OfVariant(string variant) =>
        KeysByVariant.GetValueOrDefault(variant)
        ?? (
            DatasetVariants.All.FirstOrDefault(known => known.Key == variant) is { Citation: { } citation } declared
                ? [Misc(declared, citation)]
                : []
        );

    static string Misc(DatasetVariant variant, string citation) =>
        string.Join(
            '\n',
            "@misc{" + variant.Key + ",",
            "  title = {" + citation + "},",
            @"  howpublished = {\url{" + variant.Source + "}}",
            "}"
        );

    /// <summary>Entries of a label set by the format of its file, whatever its key.</summary>
    public static IReadOnlyList<string> OfLabels(string format) => Formats.GetValueOrDefault(format, []);
}
